import { createHash } from "node:crypto";
import type { OutgoingHttpHeaders } from "node:http";
import { headSample, pullSample, sampleOf } from "./github-description.js";

export interface Comment {
  readonly id: number;
  body: string;
  readonly login: string;
}

/** What the repository holds, and how this GitHub differs from others. */
export interface Repository {
  /** Files the contents API has, by path. */
  readonly contents?: Readonly<Record<string, string>>;
  /** Files over 1 MB: GitHub answers without their content. */
  readonly large?: readonly string[];
  readonly readOnly?: boolean;
  /** Trees by commit: path → text. */
  readonly trees?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly truncatedTree?: boolean;
  /** Entries of a tree in one answer, as Gitea pages them. */
  readonly treePage?: number;
  readonly mergeBase?: string;
  readonly pulls?: readonly { readonly number: number; readonly head: string }[];
  /** Pull requests in one answer whatever is asked for, with a link to the next: Gitea's own size of pages. */
  readonly pullPage?: number;
  /** Who GraphQL says is asking; without it there is no GraphQL. */
  readonly viewer?: string;
  /** Who `GET /user` says is asking: a person's own token may ask. */
  readonly user?: string;
  /** A server that knows no pages and sends everything each time. */
  readonly pageless?: boolean;
  readonly locked?: boolean;
  readonly maxLength?: number;
}

export type Answer = readonly [status: number, body: unknown, headers?: OutgoingHttpHeaders];

/** What GitHub answers to an operation, and does to the comments. */
export function answerTo(name: string, url: URL, body: unknown, repository: Repository, comments: Comment[]): Answer {
  if (name.startsWith("GET /user")) return asking(repository);
  if (name.includes("/contents/")) return contents(url, repository);
  if (name.includes("/git/")) return objects(name, url, repository);
  if (name.includes("/compare/")) return compared(name, repository);
  if (name.endsWith("/pulls")) return pullsOf(name, url, repository);
  if (name.startsWith("GET")) return listed(url, repository, comments);
  if (repository.locked) return [403, { message: "Unable to create comment because issue is locked." }];
  if (repository.readOnly) return FORBIDDEN;
  const id = Number(url.pathname.split("/").at(-1));
  if (name.startsWith("DELETE")) return removed(id, comments);
  return written(name, id, (body as { body?: string } | null)?.body ?? "", repository, comments);
}

const FORBIDDEN: Answer = [403, { message: "Resource not accessible by integration" }];
const MISSING: Answer = [404, { message: "Not Found" }];

const asking = ({ user }: Repository): Answer => (user ? [200, { ...userOf(user), type: "User" }] : FORBIDDEN);

function listed(url: URL, { pageless }: Repository, comments: readonly Comment[]): Answer {
  if (pageless) return [200, comments.map(commentOf)];
  const size = Number(url.searchParams.get("per_page") ?? 30);
  const page = Number(url.searchParams.get("page") ?? 1);
  return [200, comments.slice((page - 1) * size, page * size).map(commentOf)];
}

function removed(id: number, comments: Comment[]): Answer {
  const index = comments.findIndex((each) => each.id === id);
  if (index < 0) return MISSING;
  comments.splice(index, 1);
  return [204, null];
}

/** A comment that is made, or written anew. */
function written(name: string, id: number, body: string, { maxLength = 65_536, user, viewer }: Repository, comments: Comment[]): Answer {
  if (body.length > maxLength) return [422, { message: "body is too long" }];
  if (name.startsWith("POST")) {
    const created = { id: Math.max(0, ...comments.map((each) => each.id)) + 1, body, login: user ?? viewer ?? BOT };
    comments.push(created);
    return [201, commentOf(created)];
  }
  const found = comments.find((each) => each.id === id);
  if (!found) return MISSING;
  found.body = body;
  return [200, commentOf(found)];
}

export const BOT = "github-actions[bot]";

const shaOf = (text: string) =>
  createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest("hex");

/** Trees and blobs as git names them. */
function objects(name: string, url: URL, { trees = {}, truncatedTree = false, treePage }: Repository): Answer {
  const sha = url.pathname.split("/").at(-1) ?? "";
  if (name.includes("/trees/")) {
    const files = trees[sha];
    if (!files) return MISSING;
    const tree = Object.entries(files).map(([path, text]) => ({ path, mode: "100644", type: "blob", sha: shaOf(text), size: text.length }));
    if (treePage === undefined) return [200, { ...sampleOf(name), sha, truncated: truncatedTree, tree }];
    const page = Number(url.searchParams.get("page") ?? 1);
    const shown = tree.slice((page - 1) * treePage, page * treePage);
    return [200, { ...sampleOf(name), sha, truncated: page * treePage < tree.length, page, total_count: tree.length, tree: shown }];
  }
  const text = Object.values(trees)
    .flatMap((files) => Object.values(files))
    .find((each) => shaOf(each) === sha);
  if (text === undefined) return MISSING;
  return [200, { ...sampleOf(name), sha, size: text.length, encoding: "base64", content: Buffer.from(text).toString("base64") }];
}

function compared(name: string, { mergeBase }: Repository): Answer {
  if (mergeBase === undefined) return MISSING;
  const sample = sampleOf(name) as { merge_base_commit: object };
  return [200, { ...sample, merge_base_commit: { ...sample.merge_base_commit, sha: mergeBase } }];
}

function pullsOf(name: string, url: URL, { pulls = [], pullPage = pulls.length }: Repository): Answer {
  const page = Number(url.searchParams.get("page") ?? 1);
  const all = pulls.map(({ number, head }) => ({ ...pullSample(name), id: number, number, head: { ...headSample(name), sha: head } }));
  const next = page * pullPage < all.length ? { link: `<${url.pathname}?page=${page + 1}>; rel="next"` } : {};
  return [200, all.slice((page - 1) * pullPage, page * pullPage), next];
}

function contents(url: URL, { contents: files = {}, large = [] }: Repository): Answer {
  const path = decodeURIComponent(url.pathname.split("/contents/")[1] ?? "");
  const isLarge = large.includes(path);
  const text = isLarge ? "" : files[path];
  if (text === undefined) return MISSING;
  const base = {
    type: "file",
    encoding: isLarge ? "none" : "base64",
    size: text.length,
    name: path,
    path,
    content: Buffer.from(text).toString("base64"),
    sha: "0".repeat(40),
  };
  const address = "https://api.github.com/x";
  return [
    200,
    {
      ...base,
      url: address,
      git_url: address,
      html_url: address,
      download_url: address,
      _links: { git: address, html: address, self: address },
    },
  ];
}

function commentOf({ id, body, login }: Comment) {
  const url = `https://api.github.com/repos/o/r/issues/comments/${id}`;
  const times = { created_at: "2026-01-01T00:00:00Z", updated_at: "2026-01-01T00:00:00Z" };
  return {
    id,
    node_id: `C${id}`,
    url,
    html_url: `https://github.com/o/r/pull/1#issuecomment-${id}`,
    issue_url: url,
    body,
    user: userOf(login),
    author_association: "NONE",
    ...times,
  };
}

function userOf(login: string) {
  const url = `https://api.github.com/users/${encodeURIComponent(login)}`;
  const links = [
    "followers_url",
    "following_url",
    "gists_url",
    "starred_url",
    "subscriptions_url",
    "organizations_url",
    "repos_url",
    "events_url",
    "received_events_url",
    "html_url",
    "avatar_url",
  ];
  return {
    login,
    id: 1,
    node_id: "U1",
    gravatar_id: "",
    url,
    type: "Bot",
    site_admin: false,
    ...Object.fromEntries(links.map((name) => [name, url])),
  };
}
