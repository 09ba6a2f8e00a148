import type { Remote, RemoteTree } from "../model/action-world.js";
import { type FileContent, MAX_FILE_BYTES, type Snapshot } from "../model/snapshot.js";
import { textOf } from "./disk.js";
import { readBlobs } from "./git.js";
import { type Client, PER_PAGE, pagesOf, statusOf } from "./github-client.js";

/** Files that are fetched one by one; a change of more is for a full checkout. */
const MAX_FETCHED = 200;
const AT_ONCE = 8;
/** A hundred thousand files, as GitHub's own limit is. */
const TREE_PAGES = 100;

/** What a checkout lacks, read from the API host. `workspace`: its objects are used before anything is fetched. */
export const githubRepository = (client: Client, workspace: string): Remote => ({
  content: (path, ref, repository) => content(client, path, ref, repository),
  tree: (ref, wanted) => tree(client, workspace, ref, wanted),
  mergeBase: (base, head) => mergeBase(client, base, head),
  pullOf: (head, branch) => pullOf(client, head, branch),
});

async function content(client: Client, path: string, ref: string, repository?: string): Promise<string | undefined> {
  const [owner, repo] = repository?.split("/") ?? [];
  const of = owner !== undefined && repo !== undefined ? { owner, repo } : client.repository;
  const found = await unlessMissing(client.ask((octokit) => octokit.rest.repos.getContent({ ...of, path, ref })));
  const data = found?.data;
  if (data && "encoding" in data && data.encoding === "none") throw new Error(`${path} is larger than the API gives`);
  return data && "content" in data && typeof data.content === "string" ? Buffer.from(data.content, "base64").toString("utf8") : undefined;
}

async function mergeBase(client: Client, base: string, head: string): Promise<string | undefined> {
  const basehead = `${base}...${head}`;
  const found = await unlessMissing(
    client.ask((octokit) => octokit.rest.repos.compareCommitsWithBasehead({ ...client.repository, basehead, per_page: 1 })),
  );
  return found?.data.merge_base_commit?.sha; // Gitea leaves it out
}

/** The open pull request whose head is exactly this commit: never the number that an artifact claims. Gitea does not filter by `head`. */
async function pullOf(client: Client, head: string, branch: string): Promise<number | undefined> {
  const of = { ...client.repository, state: "open", head: branch, per_page: PER_PAGE } as const;
  for await (const pulls of pagesOf(client, (octokit, page) => octokit.rest.pulls.list({ ...of, page }))) {
    const found = pulls.find((pull) => pull.head.sha === head);
    if (found) return found.number;
  }
  return undefined;
}

async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 422) return undefined;
    throw error;
  }
}

async function tree(client: Client, workspace: string, ref: string, wanted: (path: string) => boolean): Promise<RemoteTree> {
  const entries = await entriesOf(client, ref);
  if ("why" in entries) return entries;
  const files = entries.tree.filter(({ type, mode, path }) => type === "blob" && mode?.startsWith("100") && path !== undefined);
  const read = files.filter(({ path, size }) => wanted(path ?? "") && (size ?? 0) <= MAX_FILE_BYTES);
  const texts = new Map(
    readBlobs(
      workspace,
      read.map(({ sha }) => sha ?? ""),
    ),
  );
  const missing = [...new Set(read.map(({ sha }) => sha ?? "").filter((sha) => !texts.has(sha)))];
  if (missing.length > MAX_FETCHED) return { why: `${missing.length} files differ, and at most ${MAX_FETCHED} are fetched` };
  for (const [sha, text] of await fetched(client, missing)) texts.set(sha, text);
  return { snapshot: snapshotOf(files, texts) };
}

type TreeEntry = Entry & { readonly type?: string; readonly mode?: string };

/** GitHub cuts a large tree off. Gitea and Forgejo send it in pages, and call all but the last truncated. */
async function entriesOf(client: Client, ref: string): Promise<{ readonly tree: readonly TreeEntry[] } | { readonly why: string }> {
  const tree: TreeEntry[] = [];
  const of = (page: number) => ({ ...client.repository, tree_sha: ref, recursive: "true", ...(page > 1 && { page }) });
  for (let page = 1; page <= TREE_PAGES; page++) {
    const found = await unlessMissing(client.ask((octokit) => octokit.rest.git.getTree(of(page))));
    if (!found) return { why: "the API does not have it either" };
    const { data }: { data: { tree: readonly TreeEntry[]; truncated: boolean; total_count?: number } } = found;
    tree.push(...data.tree);
    if (!data.truncated) return { tree };
    if (data.total_count === undefined || data.tree.length === 0) break;
  }
  return { why: "its tree is too large for the API" };
}

async function fetched(client: Client, shas: readonly string[]): Promise<ReadonlyMap<string, FileContent>> {
  const texts = new Map<string, FileContent>();
  for (let from = 0; from < shas.length; from += AT_ONCE)
    await Promise.all(
      shas.slice(from, from + AT_ONCE).map(async (file_sha) => {
        const { data } = await client.ask((octokit) => octokit.rest.git.getBlob({ ...client.repository, file_sha }));
        texts.set(file_sha, textOf(Buffer.from(data.content, "base64")));
      }),
    );
  return texts;
}

type Entry = { readonly path?: string; readonly sha?: string | null; readonly size?: number };

function snapshotOf(files: readonly Entry[], texts: ReadonlyMap<string, FileContent>): Snapshot {
  const byPath = new Map(files.map((file) => [file.path ?? "", file]));
  return {
    paths: () => [...byPath.keys()],
    read: (path) => {
      const { sha, size = 0 } = byPath.get(path) ?? {};
      if (sha === undefined || sha === null) return { kind: "missing" };
      return size > MAX_FILE_BYTES ? { kind: "too-large", bytes: size } : (texts.get(sha) ?? { kind: "unreadable" });
    },
  };
}
