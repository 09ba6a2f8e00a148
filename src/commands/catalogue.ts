import { catalog } from "../catalog/catalog.js";
import type { CliWorld } from "../model/world.js";
import { asJson, type Options, UsageError } from "./options.js";

type Row = Readonly<Record<string, string | number | null>>;

/** `traincost models [ID]` */
export function models([id]: readonly string[], options: Options, world: CliWorld): number {
  if (id === undefined)
    return list(
      catalog.models.map((model) => ({ id: model.id, parameters: model.parameters, active_parameters: model.active_parameters })),
      options,
      world,
    );
  const found = catalog.model(id);
  if (found.kind === "unknown") throw unknown("model", id, [...found.nearest, ...having(id)]);
  world.print(`${JSON.stringify(found.entry, null, 2)}\n`);
  return 0;
}

const SHOWN = 5;

/** Models whose id has the word in it. */
const having = (word: string) =>
  catalog.models
    .map(({ id }) => id)
    .filter((id) => id.toLowerCase().includes(word.toLowerCase()))
    .slice(0, SHOWN);

/** `traincost accelerators [NAME]` */
export function accelerators([name]: readonly string[], options: Options, world: CliWorld): number {
  if (name === undefined)
    return list(
      catalog.accelerators.map((each) => ({
        id: each.id,
        memory_gib: each.memory_gib_usable,
        bf16_tflops: each.bf16_tflops,
        fp16_tflops: each.fp16_tflops,
        bandwidth_gbs: each.memory_bandwidth_gbs,
      })),
      options,
      world,
    );
  const found = catalog.accelerator(name);
  if (found.kind === "unknown") throw unknown("accelerator", name, found.nearest);
  world.print(`${JSON.stringify(found.entry, null, 2)}\n`);
  return 0;
}

/** `traincost prices [ACCELERATOR | INSTANCE]` */
export function prices([name]: readonly string[], options: Options, world: CliWorld): number {
  const wanted = name?.toLowerCase();
  const card = name === undefined ? undefined : catalog.accelerator(name);
  const rows = catalog.instances.filter(
    (each) =>
      wanted === undefined ||
      (card?.kind === "found" && each.accelerator === card.entry.id) ||
      each.accelerator.toLowerCase().includes(wanted) ||
      each.instance_type.toLowerCase().includes(wanted) ||
      each.cloud.toLowerCase() === wanted,
  );
  if (rows.length === 0) throw new UsageError(`no price for ${name}; \`traincost prices\` lists all`);
  return list(
    rows.map((each) => ({
      cloud: each.cloud,
      instance_type: each.instance_type,
      accelerator: each.accelerator,
      count: each.accelerators,
      usd_per_hour: each.usd_per_hour,
      spot_usd_per_hour: each.spot_usd_per_hour,
      as_of: each.as_of,
    })),
    options,
    world,
  );
}

const unknown = (what: string, name: string, nearest: readonly string[]) =>
  new UsageError(`the catalogue has no ${what} ${name}${nearest.length > 0 ? `; nearest: ${nearest.join(", ")}` : ""}`);

/** Columns for people, JSON for scripts. */
function list(rows: readonly Row[], options: Options, world: CliWorld): number {
  if (asJson(options)) world.print(`${JSON.stringify(rows, null, 2)}\n`);
  else world.print(columns(rows));
  return 0;
}

function columns(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names, ...rows.map((row) => names.map((name) => (row[name] === null ? "unknown" : String(row[name]))))];
  const widths = names.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  return `${cells
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")}\n`;
}
