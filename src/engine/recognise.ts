import type { DataFormat, ScriptFormat } from "../formats/format.js";
import { FORMATS } from "../formats/index.js";
import { mountsIn } from "../formats/kubernetes/mounts.js";
import { collector, type Diagnostic, type Report } from "../model/diagnostic.js";
import type { Call, Fragment } from "../model/job.js";
import { type Place, topOf } from "../model/place.js";
import { type Directives, readDirectives } from "../text/comments.js";
import type { DataDocument } from "../text/cursor.js";
import type { Problem } from "../text/data.js";
import type { Script, Word } from "../text/script.js";
import { readScript } from "../text/shell.js";
import { readToml } from "../text/toml.js";
import { readData } from "../text/yaml.js";
import { type Candidate, isOwnManifest, syntaxOf } from "./discover.js";
import { isRecord } from "./record.js";

const byRank = [...FORMATS].sort((a, b) => a.rank - b.rank);
const DATA = byRank.filter((format): format is DataFormat => format.syntax === "data");
const SCRIPT = byRank.filter((format): format is ScriptFormat => format.syntax === "script");

/** One file, understood: the fragments of the format that recognises each of its documents. */
export interface Understood {
  readonly file: string;
  readonly fragments: readonly Fragment[];
  readonly directives: Directives;
  readonly diagnostics: readonly Diagnostic[];
  /** The first fault of its syntax that something is lost behind. */
  readonly fault?: Problem;
  /** What it says where a training command names it as its recipe, although no format recognises it. */
  readonly ifNamed?: () => readonly Fragment[];
  /** What a script says with other arguments and variables. */
  readonly called?: (call: Call) => Understood;
}

/** First format in rank order that recognises a document reads it; a document nobody recognises is silently no job. */
export function understand(candidate: Candidate, given: ReadonlyMap<string, Word> = new Map(), call?: Call): Understood {
  const { found, report } = collector();
  const { file } = candidate;
  const directives = readDirectives(candidate.text, file, report);
  const { fragments, fault } = candidate.syntax === "script" ? fromScript(candidate, report, given, call) : fromData(candidate, report);
  const read = { file, directives, ...(fault && { fault }) };
  if (directives.ignore) return { ...read, fragments: [], diagnostics: ignored(file, fragments) };
  return {
    ...read,
    fragments,
    diagnostics: found,
    ...(fragments.length === 0 && { ifNamed: () => named(candidate) }),
    ...(candidate.syntax === "script" && { called: (again: Call) => understand(candidate, given, again) }),
  };
}

/** What the command hands to a script beats what the script's sources set only where nobody else does. */
function handed(given: ReadonlyMap<string, Word>, call: Call | undefined): ReadonlyMap<string, Word> {
  const isAssumed = ([, word]: readonly [string, Word]) => word.assumed === true;
  const all = [...given];
  return new Map([...all.filter(isAssumed), ...(call?.environment ?? []), ...all.filter((each) => !isAssumed(each))]);
}

function named({ file, syntax, text }: Candidate): readonly Fragment[] {
  if (syntax === "script") return [];
  const { documents } = dataIn(file, syntax, text);
  return documents.flatMap((document) => (document.root.kind === "mapping" ? DATA.flatMap((each) => each.ifNamed?.(document) ?? []) : []));
}

/** What one text says as jobs or parts of them. */
type Read = Pick<Understood, "fragments" | "fault">;

/** Whoever writes a manifest may leave it out, and not in silence: `rules: {input/ignored: error}` forbids it. */
function ignored(file: string, fragments: readonly Fragment[]): readonly Diagnostic[] {
  const { found, report } = collector();
  const words = "this file says # traincost: ignore, so what it trains is not estimated";
  if (fragments.length > 0) report("input/ignored", words, topOf(file), "remove the line to have it judged");
  return found;
}

function fromScript({ file, text }: Candidate, report: Report, given: ReadonlyMap<string, Word>, call: Call | undefined): Read {
  const words = call?.words.length ? call.words : undefined;
  const script = readScript(text, topOf(file), handed(given, call), words);
  const format = SCRIPT.find((each) => each.recognises(script));
  const fragments = format?.parse(script, { report }) ?? [];
  if (script.unclosed && fragments.length > 0) report("input/syntax", UNCLOSED, script.unclosed, "close the quote");
  if (script.cut && SMELLS_OF_TRAINING.test(text)) report("input/too-large", CUT, script.cut, CUT_HELP);
  return { fragments: [...fragments, ...writtenBy(script, report)] };
}

/** A recipe that the script itself writes by heredoc is a fragment at its own path. */
function writtenBy(script: Script, report: Report): readonly Fragment[] {
  return [...script.written].flatMap(([path, { text, at }]) =>
    within(path, text, at, report).map((fragment) => ({ ...fragment, writtenAs: path })),
  );
}

/** Data within another file, read at the lines where it stands. */
function within(path: string, text: string, at: Place, report: Report): readonly Fragment[] {
  const padded = "\n".repeat(Math.max(0, at.line - 1)) + text;
  const candidate: Candidate = { file: at.file, syntax: syntaxOf(path) ?? "yaml", text: padded };
  const { fragments: known } = fromData(candidate, report);
  return known.length > 0 ? known : named(candidate).map((fragment) => ({ ...fragment, inOwnWords: true as const }));
}

/** What a ConfigMap beside the job puts into its pods: a part of the job where its command names it. */
function mountedBy(documents: readonly DataDocument[], report: Report): readonly Fragment[] {
  return mountsIn(documents).flatMap(({ path, text, at }) => {
    const script = syntaxOf(path) === "script" ? readScript(text, at) : undefined;
    const found = script
      ? (SCRIPT.find((each) => each.recognises(script))?.parse(script, { report }) ?? [])
      : within(path, text, at, report);
    return found.map((fragment) => ({ ...fragment, writtenAs: path, isPart: true as const }));
  });
}

const UNCLOSED = "nothing closes this quote: what follows it was read as one word";
const CUT = "from here this script does more than traincost follows: what is beyond its limits of loops and calls is not counted";
const CUT_HELP = "write the jobs one by one, or say how many there are: # traincost: runs=…";

const dataIn = (file: string, syntax: Candidate["syntax"], text: string) =>
  syntax === "toml" ? readToml(text, file) : readData(text, file, syntax === "json" ? "json" : "yaml");

/** Files that look like data but are no manifest are told nothing: a syntax error matters only where a job may be lost. */
function fromData({ file, syntax, text }: Candidate, report: Report): Read {
  const { documents, problems } = dataIn(file, syntax, text);
  const fragments = documents.flatMap((document) => {
    const manifest = document.root.kind === "mapping" && !(syntax === "json" && isRecord(document.root));
    const format = manifest ? DATA.find((each) => each.recognises(document)) : undefined;
    return format?.parse(document, { report }) ?? [];
  });
  const mounted = fragments.length > 0 ? mountedBy(documents, report) : [];
  if (fragments.length > 0 || (SMELLS_OF_TRAINING.test(text) && !IS_CODE.test(file)))
    for (const { rule, message, readAs, at, help } of problems) report(rule, readAs ? `${message}; ${readAs}` : message, at, help);
  if (fragments.length === 0 && isOwnManifest(file) && documents.every(({ root }) => root.kind !== "mapping"))
    report("input/syntax", "this manifest names no job: it should be a mapping of keys to values", topOf(file), NATIVE);
  // What has no ending of data was read as YAML only because somebody named it.
  const fault = syntaxOf(file) && problems.find(({ rule, readAs }) => rule === "input/syntax" && readAs === undefined);
  return { fragments: [...fragments, ...mounted], ...(fault && { fault }) };
}

const NATIVE = "apiVersion: traincost/v1, and the keys of `traincost schema manifest`";

/** A command may name a program as its configuration (xtuner, nanoGPT): that is no YAML that went wrong. */
const IS_CODE = /\.(py|jsonnet|lua)$/i;

const SMELLS_OF_TRAINING =
  /base_model|model_name_or_path|per_device_train_batch_size|micro_batch_size|accelerators:|zero_optimization|distributed_type|traincost\/v1|finetuning_type|lora_r\b|nvidia\.com\/gpu|local_batch_size|num_train_epochs|torchrun|accelerate launch|sequence_len/;
