import { reading } from "../../estimate/architecture/config.js";
import { FAMILIES } from "../../estimate/architecture/families.js";
import { readShape } from "../../estimate/architecture/read.js";
import { readStack } from "../../estimate/architecture/stacks.js";
import type { MutableFacts } from "../../model/facts.js";
import { idInCache } from "../../model/hub-cache.js";
import { catalogued, derived } from "../../model/known.js";
import { formatCount } from "../../model/words.js";
import { fill } from "./fill.js";
import { nearest } from "./hardware.js";
import type { Sources } from "./sources.js";

/** `7b`, `1.1B`, `8x7B`, `350m` in a model's name. */
const SIZE = /(?:^|[-_/.a-z])(?:(\d+)x)?(\d+(?:\.\d+)?)\s*([bm])(?![a-z0-9])/i;

/** Architecture and size by the catalogue, else the size the name states. Gives the longest sequence the model was made for. */
export function resolveModel(facts: MutableFacts, { catalog, report }: Sources): number | undefined {
  fromCache(facts);
  const id = facts["model.id"];
  if (id && !facts["model.architecture"]) {
    const found = catalog.model(id.value);
    if (found.kind === "unknown") fromName(facts, id.value, found.nearest, report);
    else {
      const { entry } = found;
      fill(facts, "model.architecture", catalogued(entry.architecture, `${entry.id}, ${entry.source}`));
      if (entry.parameters) fill(facts, "model.parameters", catalogued(entry.parameters, `${entry.id}, ${entry.source}`));
      if (entry.active_parameters)
        fill(facts, "model.active_parameters", catalogued(entry.active_parameters, `${entry.id}, ${entry.source}`));
    }
  }
  completed(facts, catalog);
  fixedPositions(facts);
  undescribed(facts);
  const architecture = facts["model.architecture"]?.value;
  return architecture ? reading(architecture).number("max_position_embeddings", "n_positions", "max_seq_len") : undefined;
}

function fromCache(facts: MutableFacts) {
  const id = facts["model.id"];
  const name = id && idInCache(id.value);
  if (id && name) facts["model.id"] = { ...id, value: name };
}

/** An architecture of a few keys beside a known id says what differs, as a longer vocabulary does; the rest is the model's own. */
function completed(facts: MutableFacts, catalog: Sources["catalog"]) {
  const [id, said] = [facts["model.id"], facts["model.architecture"]];
  if (!id || !said || readShape(said.value).ok || readStack(said.value)) return;
  const found = catalog.model(id.value);
  if (found.kind === "unknown") return;
  const { entry } = found;
  const note = `what it leaves out is of ${entry.id}, ${entry.source}`;
  facts["model.architecture"] = {
    ...said,
    value: { ...entry.architecture, ...said.value },
    note: said.note ? `${said.note}; ${note}` : note,
  };
}

/** A family that nobody described is read as the commonest; that is an assumption, and the origin says so. */
function undescribed(facts: MutableFacts) {
  const architecture = facts["model.architecture"];
  const type = architecture && reading(architecture.value).modelType;
  if (!architecture || !type || Object.hasOwn(FAMILIES, type) || readStack(architecture.value) || !readShape(architecture.value).ok) return;
  const because = `model_type ${type.slice(0, 40)} is not described; assumed to be built as llama: RMSNorm, gated MLP, no biases`;
  facts["model.architecture"] = { ...architecture, note: architecture.note ? `${architecture.note}; ${because}` : because };
}

/** Images and clips fill as many positions as the architecture fixes, whatever the words of a text would. */
function fixedPositions(facts: MutableFacts) {
  const architecture = facts["model.architecture"];
  const positions = architecture ? readStack(architecture.value)?.positions : null;
  if (!positions) return;
  for (const name of ["training.sequence_length", "data.tokens_per_example"] as const)
    fill(facts, name, derived(positions.count, positions.because, [architecture]));
}

function fromName(facts: MutableFacts, name: string, near: readonly string[], report: Sources["report"]) {
  const id = facts["model.id"];
  const [, experts, digits, unit] = SIZE.exec(name.split("/").at(-1) ?? "") ?? [];
  const size = digits === undefined ? undefined : Number(digits) * (unit?.toLowerCase() === "b" ? 1e9 : 1e6) * Number(experts ?? 1);
  if (!facts["model.parameters"])
    report(
      "catalogue/unknown-model",
      size
        ? "the catalogue does not have this model; its size is taken from its name"
        : `the catalogue does not have this model${nearest(near)}`,
      id?.at,
      `# traincost: model.parameters=${size ? formatCount(size) : "7B"}`,
    );
  if (size) fill(facts, "model.parameters", derived(size, "the size in the model's name", [id]));
}
