import type { Report } from "../model/diagnostic.js";
import { matcher } from "../model/glob.js";
import { topOf } from "../model/place.js";
import { type FileContent, MAX_FILE_BYTES, type Snapshot } from "../model/snapshot.js";
import { type Vendored, vendoredIn } from "./vendored.js";

export type Syntax = "yaml" | "json" | "toml" | "script";

/** What an extension says; everything else about a file is decided by its content. */
const SYNTAX: Readonly<Record<string, Syntax>> = {
  yaml: "yaml",
  yml: "yaml",
  json: "json",
  conf: "json",
  toml: "toml",
  "yaml-template": "yaml",
  "yml-template": "yaml",
  sh: "script",
  bash: "script",
  zsh: "script",
  slurm: "script",
  sbatch: "script",
  pbs: "script",
  lsf: "script",
  bsub: "script",
  job: "script",
  sub: "script",
};

/** Endings of a template that stand behind the real one: `job.yaml.j2`. */
const RENDERED_LATER = /\.(tmpl|tpl|j2|jinja2?|template|in)$/;

/** Folders nobody keeps training jobs in, and traincost's own config. */
const SKIPPED = /(^|\/)(\.git|node_modules|\.venv|venv|site-packages|__pycache__|\.terraform)\//;
const CONFIG = /(^|\/)\.traincost\.ya?ml$|(^|\/)\.github\/traincost\.ya?ml$/;

/** Whoever names a file so means a job by it. */
export const isOwnManifest = (file: string) => /[^/]\.traincost\.ya?ml$/.test(file);

export interface Candidate {
  readonly file: string;
  readonly syntax: Syntax;
  readonly text: string;
}

export interface Selection {
  /** Files and folders that were asked for; `.` is everything. */
  readonly paths: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** By its ending, and below that of a template; undefined where that says nothing. */
export function syntaxOf(file: string): Syntax | undefined {
  const name = file.toLowerCase().replace(RENDERED_LATER, "");
  const ending = /\.([^./]+)$/.exec(name)?.[1] ?? "";
  return Object.hasOwn(SYNTAX, ending) ? SYNTAX[ending] : undefined;
}

/** The files to look into, read. A file asked for by name is never excluded. */
export function discover(snapshot: Snapshot, selection: Selection, report: Report): readonly Candidate[] {
  const included = matcher(selection.include.length > 0 ? selection.include : ["**"]);
  const excluded = matcher(selection.exclude);
  const named = new Set(selection.paths);
  const candidates: Candidate[] = [];
  const vendored = selection.include.length > 0 ? [] : vendoredIn(snapshot.paths());
  const leftOut = new Map<Vendored, string[]>();
  for (const file of [...snapshot.paths()].sort()) {
    const isNamed = named.has(file);
    if (!isNamed && (!isBelow(file, selection.paths) || SKIPPED.test(`/${file}`) || CONFIG.test(file))) continue;
    if (!isNamed && (!included(file) || excluded(file))) continue;
    const framework = isNamed ? undefined : vendored.find((each) => isExampleOf(each, file, selection.paths));
    if (framework) {
      if (syntaxOf(file)) leftOut.set(framework, [...(leftOut.get(framework) ?? []), file]);
      continue;
    }
    const syntax = syntaxOf(file) ?? (isNamed || file.endsWith("/") ? "yaml" : undefined);
    const text = syntax && readText(snapshot, file, isNamed ? report : quietOnData(file, report));
    if (syntax && (text || (text === "" && isOwnManifest(file)))) candidates.push({ file, syntax, text });
  }
  for (const [{ name, folders }, files] of leftOut)
    report(
      "input/vendored",
      `${files.length} files of ${name} that is kept in this repository are left out`,
      topOf(files[0] ?? ""),
      `name the folder to read it, as in traincost check ${folders[0]}, or set discover.include`,
    );
  return candidates;
}

/** Left out unless a path that was asked for lies at or below the examples. */
const isExampleOf = ({ folders }: Vendored, file: string, asked: readonly string[]) =>
  folders.some((folder) => file.startsWith(folder) && !asked.some((path) => `${path}/`.startsWith(folder)));

const isBelow = (file: string, paths: readonly string[]) =>
  paths.some((path) => path === "." || path === "" || file === path || file.startsWith(`${path.replace(/\/+$/, "")}/`));

/** Large JSON is data, a tokenizer or a lock file; nobody asked for it. */
const quietOnData =
  (file: string, report: Report): Report =>
  (rule, ...rest) => {
    if (rule !== "input/too-large" || syntaxOf(file) !== "json") report(rule, ...rest);
  };

function readText(snapshot: Snapshot, file: string, report: Report): string | undefined {
  const content = snapshot.read(file);
  if (content.kind === "text") return content.text.startsWith("\uFEFF") ? content.text.slice(1) : content.text;
  const why = whyUnread(content, file);
  if (why) report(content.kind === "too-large" ? "input/too-large" : "input/unreadable", why, topOf(file), LEAVE_OUT);
  return undefined;
}

const LEAVE_OUT = "mend that, or leave it out with discover.exclude";

/** Why there is no text, in words that can be acted on; undefined for text, and for what is not there. */
export function whyUnread(content: FileContent, file: string): string | undefined {
  if (content.kind === "too-large")
    return `this file has ${content.bytes.toLocaleString("en-US")} bytes; traincost reads manifests up to ${MAX_FILE_BYTES.toLocaleString("en-US")}`;
  if (content.kind === "binary") return "this file is binary, not text";
  if (content.kind === "missing" && file.includes("\uFFFD")) return "the name of this file is not UTF-8, so it cannot be read";
  if (content.kind !== "unreadable") return undefined;
  return `this ${file.endsWith("/") ? "folder" : "file"} cannot be read: no permission, no regular file, or a link out of the repository`;
}
