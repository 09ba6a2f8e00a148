import type { Diagnostic, Report } from "../model/diagnostic.js";
import type { FactName, KnownFacts, MutableFacts } from "../model/facts.js";
import type { Fragment, Job, Reference, Role, Run, Source } from "../model/job.js";
import type { Place } from "../model/place.js";
import { type FileIndex, indexFiles, MAX_CHAIN } from "./files.js";
import type { Understood } from "./recognise.js";

/**
 * Launch → command → recipe → companion: what they say together is one job.
 * Order of authority: directive, command-line flag, recipe, companion, launch file; the framework's defaults come later, in `resolve`.
 * Only the first `asked` files make jobs: the others were read because these name them.
 */
export function link(files: readonly Understood[], report: Report, asked = files.length): readonly Job[] {
  const index = indexFiles(files);
  const named = referenced(files, index);
  const roots = files.slice(0, asked).flatMap((file) => file.fragments.filter((fragment) => !named.has(fragment) && isRoot(fragment)));
  const launched = new Map(roots.flatMap((root) => (root.runs ? [[root, combine(root, index, report, 0)] as const] : [])));
  // A recipe whose path a script was handed is named by nobody, and read with that script.
  const handed = new Set([...launched.values()].flatMap((each) => each.flatMap(({ fragments }) => fragments)));
  const combinedOf = (root: Fragment) => launched.get(root) ?? (handed.has(root) ? [] : combine(root, index, report, 0));
  return withUniqueIds(roots.flatMap((root) => combinedOf(root).map((combined) => toJob(root, combined, index))));
}

/** What one run of one root and all it refers to say, strongest set first. */
interface Combined {
  readonly at: Place;
  readonly name?: string | undefined;
  readonly sets: readonly KnownFacts[];
  readonly fragments: readonly Fragment[];
}

const isRoot = ({ role, runs, isPart, inOwnWords }: Fragment) =>
  !isPart && !inOwnWords && (role === "recipe" || (role === "launch" && (runs?.length ?? 0) > 0));

/** Every fragment that some command or recipe names: those are parts of jobs, not jobs. */
function referenced(files: readonly Understood[], index: FileIndex): ReadonlySet<Fragment> {
  const named = new Set<Fragment>();
  for (const file of files)
    for (const fragment of file.fragments)
      for (const use of [...fragment.uses, ...(fragment.runs ?? []).flatMap((run) => run.uses)])
        for (const target of index.find(use.path.value, file.file, use.startedIn) ?? [])
          if (target !== fragment && isPart(use, target)) named.add(target);
  return named;
}

const isPart = (use: Reference, target: Fragment) => (use.as === "companion") === (target.role === "companion");

function combine(fragment: Fragment, index: FileIndex, report: Report, depth: number): readonly Combined[] {
  if (!fragment.runs) return withUses(fragment, { at: fragment.at, facts: {}, uses: [] }, index, report, depth);
  return fragment.runs.flatMap((run) => withUses(fragment, run, index, report, depth));
}

function withUses(fragment: Fragment, run: Run, index: FileIndex, report: Report, depth: number): readonly Combined[] {
  const parts = [
    ...[...run.uses, ...fragment.uses].flatMap((use) => targets(use, fragment, index, run.wraps === "if it trains" ? silent : report)),
    ...strangers(run, fragment, index),
  ].filter(({ inOwnWords }) => !inOwnWords || !run.facts["training.framework"]);
  const inner = depth < MAX_CHAIN ? parts.filter((part) => part.role !== "companion") : [];
  const companions = parts.filter((part) => part.role === "companion");
  const [own, bounds] = split(run.facts, run.yields);
  const told = companions.map((companion) => split(companion.facts, run.open));
  const outside = [...told.map(([firm]) => firm), bounds, fragment.facts, ...told.map(([, late]) => late)];
  const nested = inner.flatMap((part) => combine(part, index, report, depth + 1));
  const scripts = nested.filter((each) => each.fragments[0]?.role === "launch");
  const recipes = nested.filter((each) => each.fragments[0]?.role !== "launch");
  const base = { at: run.at, name: run.name };
  const around = (each: readonly Combined[]): Combined => ({
    ...base,
    sets: [own, ...(fragment.role === "recipe" ? [fragment.facts] : []), ...each.flatMap(({ sets }) => sets), ...outside],
    fragments: [fragment, ...each.flatMap(({ fragments }) => fragments), ...companions],
  });
  if (scripts.length > 0) return scripts.map((script) => around([script]));
  const seen = run.uses.some(({ path, startedIn }) => index.find(path.value, fragment.at.file, startedIn));
  return isNoJob(run, seen) ? [] : [around(recipes)];
}

/** The facts without those of these names, and those. */
function split(facts: KnownFacts, names: readonly FactName[] = []): readonly [KnownFacts, KnownFacts] {
  const [rest, named] = [{ ...facts }, {} as MutableFacts];
  for (const name of names) {
    if (facts[name]) Object.assign(named, { [name]: facts[name] });
    delete (rest as MutableFacts)[name];
  }
  return [rest, named];
}

/** Of `bash train.sh` that nobody can read nothing is known: that it is missing is told. */
const isNoJob = ({ wraps }: Run, seen: boolean): boolean =>
  wraps === "if it trains" || (wraps === "unless it does not" && seen) || (wraps === "by its name" && !seen);

/** The config of a script of nobody's framework, or one of PyTorch Lightning's, in words of its own. */
const strangers = ({ facts, uses, wraps }: Run, from: Fragment, index: FileIndex): readonly Fragment[] =>
  (facts["training.framework"]?.value ?? "lightning") !== "lightning" || wraps
    ? []
    : uses.flatMap(({ as, path, startedIn }) => (as === "recipe" ? index.ifNamed(path.value, from.at.file, startedIn) : []));

const silent: Report = () => undefined;

function targets(use: Reference, from: Fragment, index: FileIndex, report: Report): readonly Fragment[] {
  const found = index.find(use.path.value, from.at.file, use.startedIn);
  if (!found && !use.shipped)
    report(
      "link/missing-file",
      `${JSON.stringify(use.path.value)} is not in the repository, so what it says is not known`,
      use.path.at,
      "commit it, or state its facts as `# traincost: path=value`",
    );
  const called = use.called && found && index.called(use.path.value, from.at.file, use.called, use.startedIn);
  for (const { rule, message, at, help } of called?.diagnostics ?? []) report(rule, message, at, help);
  const fitting = (called?.fragments ?? found ?? []).filter((target) => target !== from && isPart(use, target));
  return use.as === "recipe" ? fitting.slice(0, 1) : fitting;
}

/** A hint (derived) about what trains never beats what a file declares; counts and sizes follow the order of authority. */
function merged(sets: readonly KnownFacts[]): KnownFacts {
  const facts: MutableFacts = {};
  for (const set of sets)
    for (const [name, known] of Object.entries(set)) {
      if (!known) continue;
      const before = facts[name as keyof KnownFacts];
      const beaten = before?.kind === "derived" && known.kind === "declared" && /^(training|model|data|parallelism)\./.test(name);
      if (!before || beaten) Object.assign(facts, { [name]: known });
    }
  return facts;
}

function toJob(root: Fragment, combined: Combined, index: FileIndex): Job {
  const fragments = combined.fragments.flatMap((fragment) => [fragment, ...(fragment.inherits ?? [])]);
  const files = [...new Set(fragments.map((fragment) => fragment.at.file))];
  const directives = files.map((file) => index.directives(file));
  const recipe = combined.fragments.find((fragment) => fragment.role === "recipe");
  const name =
    (root.runs && root.runs.length > 1 ? combined.name : undefined) ?? root.name ?? recipe?.name ?? combined.name ?? stem(root.at.file);
  return {
    id: `${root.at.file}#${name}`,
    name,
    format: root.format,
    at: combined.at.file === root.at.file ? combined.at : root.at,
    sources: sourcesOf(fragments),
    facts: { ...merged(combined.sets), ...Object.assign({}, ...directives.map(({ facts }) => facts).reverse()) },
    labels: Object.assign({}, ...[...fragments].reverse().map(({ labels }) => labels ?? {}), ...directives.map(({ labels }) => labels)),
    diagnostics: combined.fragments.flatMap<Diagnostic>(({ diagnostics }) => diagnostics ?? []),
  };
}

function sourcesOf(fragments: readonly Fragment[]): readonly Source[] {
  const seen = new Map<string, Source>();
  for (const { at, format, role } of fragments) seen.set(`${at.file} ${format}`, { file: at.file, format, role: roleOf(format, role) });
  return [...seen.values()];
}

const roleOf = (format: string, role: Fragment["role"]): Role =>
  role !== "companion" ? role : format === "accelerate" || format === "deepspeed" ? format : "recipe";

const stem = (file: string) => file.slice(file.lastIndexOf("/") + 1).replace(/(\.traincost)?\.[^.]+$/, "");

/** Ids stay stable while names are unique; a second job of the same name is told apart by a number. */
function withUniqueIds(jobs: readonly Job[]): readonly Job[] {
  const times = new Map<string, number>();
  return jobs.map((job) => {
    const count = (times.get(job.id) ?? 0) + 1;
    times.set(job.id, count);
    return count === 1 ? job : { ...job, id: `${job.id}-${count}`, name: `${job.name}-${count}` };
  });
}
