import type { Report } from "../model/diagnostic.js";
import { FACTS, type FactName, type KnownFacts, type MutableFacts } from "../model/facts.js";
import type { Fragment } from "../model/job.js";
import { derived, type Known } from "../model/known.js";
import { at as words } from "../model/place.js";
import { type FileIndex, indexFiles, MAX_CHAIN, withEnding } from "./files.js";
import type { Understood } from "./recognise.js";

/** `defaults: base.yaml`: what a recipe does not say itself, the files it starts from do. */
export function inherit(files: readonly Understood[], report: Report): readonly Understood[] {
  if (!files.some(({ fragments }) => fragments.some(startsElsewhere))) return files;
  const index = indexFiles(files);
  return files.map((file) => ({ ...file, fragments: file.fragments.map((each) => grown(each, index, report, MAX_CHAIN)) }));
}

const startsElsewhere = ({ startsFrom }: Fragment) => startsFrom !== undefined && startsFrom.length > 0;

/** The last of several bases beats the others, as it does in OmegaConf. */
function grown(fragment: Fragment, index: FileIndex, report: Report, depth: number): Fragment {
  if (!startsElsewhere(fragment) || depth === 0) return fragment;
  const bases = (fragment.startsFrom ?? [])
    .flatMap((path) => baseAt(path, fragment, index, report))
    .map((base) => grown(base, index, report, depth - 1))
    .reverse();
  const plain = new Map([...bases.flatMap((base) => [...(base.plain ?? [])]), ...(fragment.plain ?? [])]);
  const facts = bases.reduce((own, base) => under(own, filledBy(fragment.plain, base.facts)), fragment.facts);
  return { ...fragment, facts, plain, inherits: bases.flatMap((base) => [base, ...(base.inherits ?? [])]) };
}

function baseAt(path: Known<string>, from: Fragment, index: FileIndex, report: Report): readonly Fragment[] {
  const file = withEnding(path.value);
  const found = index.find(file, from.at.file);
  // A name without an ending may lie in what the trainer ships: verl's `ppo_trainer`.
  if (!found && file === path.value)
    report(
      "link/missing-file",
      `${JSON.stringify(path.value)} is not in the repository, so what this file inherits from it is not known`,
      path.at,
      "commit it, or state its facts as `# traincost: path=value`",
    );
  return (found ?? []).filter((each) => each !== from && each.format === from.format).slice(0, 1);
}

/** The base's `path: ${model_path}` means this file's `model_path`. */
function filledBy(plain: Fragment["plain"] = new Map(), facts: KnownFacts): KnownFacts {
  const filled = Object.entries(facts).map(([name, known]) => {
    const said = plain.get(/\$\{([\w-]+)\}$/.exec(known?.note ?? "")?.[1] ?? "");
    const reading = said && FACTS[name as FactName].read(said.value);
    return [name, reading?.ok ? derived(reading.value, known?.note ?? "", [said]) : known] as const;
  });
  return Object.fromEntries(filled);
}

/** An interpolation of the base follows what its source became: `max_new_tokens: ${policy.max_total_sequence_length}`. */
function under(own: KnownFacts, base: KnownFacts): KnownFacts {
  const facts: MutableFacts = { ...own };
  for (const [name, known] of Object.entries(base) as [FactName, Known<unknown>][]) {
    // What this file leaves to a default has no place in it: what the base says holds.
    if (own[name]?.at || (own[name] && !known.at)) continue;
    const source = sourceOf(name, known, base);
    const now = source && own[source];
    if (!now) Object.assign(facts, { [name]: known });
    else if (base[source]?.value === known.value) Object.assign(facts, { [name]: derived(now.value, known.note ?? "", [now]) });
  }
  return facts;
}

/** The other fact that a derived one was read from, told by its place. */
function sourceOf(name: FactName, known: Known<unknown>, base: KnownFacts): FactName | undefined {
  const place = known.kind === "derived" && known.at ? words(known.at) : undefined;
  if (place === undefined) return undefined;
  return (Object.keys(base) as FactName[]).find((other) => {
    const it = base[other];
    return other !== name && it?.kind === "declared" && it.at && words(it.at) === place;
  });
}
