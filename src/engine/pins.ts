import { versionedBy } from "../frameworks/frameworks.js";
import type { Job } from "../model/job.js";
import { declared, derived } from "../model/known.js";
import type { Place } from "../model/place.js";
import type { Snapshot } from "../model/snapshot.js";

/** Files in which Python's tools state versions; in one folder the earlier says it more exactly. */
const STATES = [
  /\/(uv|poetry|pdm)\.lock$/,
  /\/requirements\.txt$/,
  /\/requirements([\w.-]*|\/[\w.-]+)\.txt$/,
  /\/(pyproject\.toml|Pipfile|setup\.(py|cfg))$/,
  /\/(environment|conda)[\w.-]*\.ya?ml$/,
  /\/Dockerfile[^/]*$/,
];

interface Pin {
  readonly version: string;
  readonly at: Place;
}

/**
 * Frameworks change their defaults: which version a job runs is not in its recipe, but often beside it. `trl==0.12.0` in the job's own files (`pip install …`), else in
 * the nearest folder above its recipe. Bounds (`>=`) say no version. The job keeps what it says itself: `framework: trl 0.12`.
 */
export function pinned(jobs: readonly Job[], snapshot: Snapshot): readonly Job[] {
  if (!jobs.some(packageOf)) return jobs;
  const lists = listsIn(snapshot.paths());
  const pinOf = pinsIn(snapshot);
  return jobs.map((job) => {
    const [name, framework] = [packageOf(job), job.facts["training.framework"]];
    const pin = name === undefined ? undefined : first(placesOf(job, lists), (file) => pinOf(file, name));
    if (!framework || !pin) return job;
    const value = derived(`${framework.value} ${pin.version}`, `${name}==${pin.version}`, [declared("", pin.at)]);
    return { ...job, facts: { ...job.facts, "training.framework": value } };
  });
}

const packageOf = ({ facts }: Job): string | undefined => versionedBy(facts["training.framework"]?.value ?? "");

/** The job's own files, then lists of packages in the folders above each, the nearest first. */
function placesOf({ sources }: Job, lists: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const own = sources.map(({ file }) => file);
  return [...own, ...own.flatMap((file) => foldersAbove(file).flatMap((folder) => lists.get(folder) ?? []))];
}

function first<T, R>(items: readonly T[], look: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

const folderOf = (file: string) => file.slice(0, file.lastIndexOf("/") + 1);

/** `a/b/c.yml` → `a/b/`, `a/`, the top. */
const foldersAbove = (file: string): readonly string[] => {
  const parts = folderOf(file).split("/").slice(0, -1);
  return [...parts.map((_, depth) => `${parts.slice(0, parts.length - depth).join("/")}/`), ""];
};

const rank = (file: string): number => STATES.findIndex((name) => name.test(`/${file}`));

/** `requirements/train.txt` speaks for the folder above it. */
const homeOf = (file: string) => folderOf(file).replace(/(^|\/)requirements\/$/, "$1");

/** Whether versions of packages are read from the file. */
export const statesVersions = (file: string): boolean => rank(file) >= 0;

function listsIn(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of paths) if (rank(file) >= 0) found.set(homeOf(file), [...(found.get(homeOf(file)) ?? []), file]);
  for (const files of found.values()) files.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return found;
}

const VERSION = String.raw`v?(\d+(?:\.\d+)+)`;
const QUOTED = `["'](?:==|[~^])?`;

/** How a version of the package is written: `trl==0.12`, `trl[peft]~=0.12.1`; `trl = "^0.12"` of Poetry, or `{version = "^0.12"}`; `- trl=0.12` of conda; a tag of its repository; two lines of a lock file. */
const statementsOf = (name: string): readonly string[] => [
  String.raw`(?:^|[\s"'])${name}(?:\[[\w, -]*\])?(?:\s*[=~]=\s*|\s*=\s*${QUOTED}|\s*=\s*\{[^}\n]*\bversion\s*=\s*${QUOTED}|=)${VERSION}`,
  String.raw`/${name}(?:\.git)?@${VERSION}`,
  String.raw`name = "${name}"\s+version = "${VERSION}`,
];

/** Many jobs share one lock file, which may be large: each is searched once for a package. */
function pinsIn(snapshot: Snapshot): (file: string, name: string) => Pin | undefined {
  const found = new Map<string, Pin | undefined>();
  return (file, name) => {
    const key = `${name} ${file}`;
    if (!found.has(key)) found.set(key, pinIn(file, name, snapshot));
    return found.get(key);
  };
}

function pinIn(file: string, name: string, snapshot: Snapshot): Pin | undefined {
  const content = snapshot.read(file);
  if (content.kind !== "text") return undefined;
  const states = new RegExp(statementsOf(name.replaceAll("-", "[-_]")).join("|"), "m");
  const text = content.text.replace(/(^|\s)#(?!SBATCH).*$/gm, "$1");
  const match = states.exec(text);
  const version = match?.slice(1).find((part) => part !== undefined);
  if (!match || version === undefined) return undefined;
  const line = text.slice(0, match.index + match[0].search(/\S/)).split("\n").length;
  return { version, at: { file, line, column: 1 } };
}
