import type { Report } from "../model/diagnostic.js";
import type { Cursor } from "../text/cursor.js";
import { readData } from "../text/yaml.js";

/** A config that another one builds on. */
export interface Reference {
  /** By which it is told apart, and shown: `policies/org.yml`, `owner/repo/org.yml@v1`. */
  readonly key: string;
  /** `owner/repo`; null for a file beside the one that names it. */
  readonly repository: string | null;
  readonly path: string;
  readonly ref: string | null;
}

/** What a shell read beforehand: the core fetches nothing. */
export interface Parents {
  /** By the key of their reference. */
  readonly texts: Readonly<Record<string, string>>;
  /** What to do about one that is missing. */
  readonly help?: string;
}

export const noParents: Parents = { texts: {} };

/** Steps from a repository's config to the last one it builds on. */
const DEEPEST = 3;
const ELSEWHERE = /^([\w.-]+\/[\w.-]+)\/([^@\s]+\.ya?ml)@([\w./-]+)$/;

/** `./policies/org.yml`, from the file that says so and below the top of its repository; or `owner/repo/path.yml@REF`. */
export function referenceOf(text: string, from: string): Reference | null {
  const there = ELSEWHERE.exec(from);
  if (/^\.\.?\//.test(text)) {
    const path = /\.ya?ml$/.test(text) ? joined(there?.[2] ?? from, text) : null;
    if (path === null) return null;
    if (!there) return { key: path, repository: null, path, ref: null };
    const [, repository = "", , ref = ""] = there;
    return { key: `${repository}/${path}@${ref}`, repository, path, ref };
  }
  const [, repository, path, ref] = ELSEWHERE.exec(text) ?? [];
  if (repository === undefined || path === undefined || ref === undefined || path.split("/").includes("..")) return null;
  return { key: text, repository, path, ref };
}

/** The path beside a file; null where it would leave the repository. What leads up to a config found above stays. */
function joined(file: string, relative: string): string | null {
  const [, up = "", below = ""] = /^((?:\.\.\/)*)(.*)$/.exec(file) ?? [];
  const parts = below.split("/").slice(0, -1);
  for (const part of relative.split("/")) {
    if (part === ".." && parts.pop() === undefined) return null;
    if (part !== ".." && part !== "." && part !== "") parts.push(part);
  }
  return up + parts.join("/");
}

/** Asks for each config that the text builds on, one after the other; gives what was had. Whoever drives it reads them. */
export function* parentsOf(text: string, file: string): Generator<Reference, Readonly<Record<string, string>>, string | undefined> {
  const texts: Record<string, string> = {};
  let [own, from] = [text, file];
  for (let step = 0; step < DEEPEST; step++) {
    const said = readData(own, from, "yaml").documents[0]?.root.at("extends").text();
    const next = said === undefined ? null : referenceOf(said, from);
    if (!next || Object.hasOwn(texts, next.key)) break;
    const got = yield next;
    if (got === undefined) break;
    texts[next.key] = got;
    [own, from] = [got, next.key];
  }
  return texts;
}

/** The text that `extends:` means; undefined and one problem where there is none. `through`: the configs that led here. */
export function parentText(cursor: Cursor, through: readonly string[], { texts, help }: Parents, report: Report) {
  const said = cursor.text() ?? "";
  const wrong = (message: string, instead?: string) => report("config/invalid", message, cursor.place, instead);
  const found = referenceOf(said, through.at(-1) ?? "");
  if (!found)
    return wrong(
      `extends: ${JSON.stringify(said.slice(0, 80))} is no config of this repository, and none of another at a ref`,
      "extends: ./policies/org.yml, or extends: owner/repo/policy.yml@v1",
    );
  if (through.includes(found.key)) return wrong(`extends: the configs build on each other: ${[...through, found.key].join(" → ")}`);
  if (through.length > DEEPEST) return wrong(`extends: more than ${DEEPEST} configs build on each other`, "join some of them");
  const text = Object.hasOwn(texts, found.key) ? texts[found.key] : undefined;
  if (text === undefined)
    return wrong(found.repository ? `extends: ${found.key} could not be read` : `extends: there is no file ${found.path}`, help);
  return { text, file: found.key };
}
