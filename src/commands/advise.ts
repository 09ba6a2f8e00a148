import type { Alternative, JobReport } from "../model/report.js";
import { formatGib, formatUsd } from "../model/words.js";
import type { CliWorld } from "../model/world.js";
import { jobsNamed } from "./explain.js";
import { asJson, type Options } from "./options.js";

/** `traincost advise JOB`: the smallest changes that make it fit, or cheaper, each proven by estimating it again. */
export function advise(words: readonly string[], options: Options, world: CliWorld): number {
  const json = asJson(options);
  const { jobs } = jobsNamed("advise", words, options, world, true);
  if (json)
    world.print(
      `${JSON.stringify(
        jobs.map(({ id, alternatives }) => ({ id, alternatives })),
        null,
        2,
      )}\n`,
    );
  else for (const job of jobs) world.print(`${textOf(job)}\n`);
  return 0;
}

const FITS = {
  yes: "fits",
  tight: "may not fit",
  no: "does not fit",
  unknown: "may or may not fit, for its accelerator is unknown",
} as const;

function textOf({ id, estimate, alternatives }: JobReport): string {
  const { peak, capacity } = estimate.memory_gib;
  const size = peak && capacity !== null ? `: about ${formatGib(peak.expected)} of ${formatGib(capacity)}` : "";
  const now = `${id} ${FITS[estimate.fits]}${size}${estimate.cost ? `, about ${formatUsd(estimate.cost.expected)}` : ""}`;
  if (estimate.memory_gib.peak === null) return `${now}\n  nothing can be advised: the model is unknown; add model.id or model.parameters`;
  if (capacity === null)
    return `${now}: it needs about ${formatGib(estimate.memory_gib.peak.expected)}\n  nothing can be advised: add resources.accelerator, as in # traincost: resources.accelerator=H100`;
  return alternatives.length === 0 ? `${now}\n  nothing that was tried helps` : [now, ...alternatives.map(lineOf)].join("\n");
}

function lineOf({ title, changes, cost, peak_gib }: Alternative): string {
  const figures = [peak_gib ? formatGib(peak_gib.expected) : "", cost ? formatUsd(cost.expected) : ""]
    .filter((text) => text !== "")
    .join(", ");
  const edits = changes.map(
    ({ path, from, to, file, line }) => `    ${path}: ${from ?? "unset"} → ${to}${file === null ? "" : `  (${file}:${line})`}`,
  );
  return [`  - ${title}${figures === "" ? "" : `: ${figures}`}`, ...edits].join("\n");
}
