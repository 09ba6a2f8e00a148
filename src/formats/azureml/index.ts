import type { MutableFacts } from "../../model/facts.js";
import type { Fragment, Run } from "../../model/job.js";
import { declared, derived } from "../../model/known.js";
import { seconds } from "../../model/units.js";
import { namesOther } from "../../programs/_names.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { type Context, defineDataFormat } from "../format.js";
import { countFact, environmentAt, launch, orQuietly, scriptOf, textFact, untold, wholeAt, workOf } from "../launched.js";

const COMPONENT = /commandComponent/;
const SCHEMA = /azureml(schemas|sdk2).*(command|sweep|pipeline|autoML|finetuning)Job/i;

export default defineDataFormat({
  id: "azureml",
  title: "Azure ML jobs",
  url: "https://learn.microsoft.com/azure/machine-learning/reference-yaml-job-command",
  role: "launch",
  rank: 16,
  recognises: ({ root }) =>
    isComponent(root) ||
    SCHEMA.test(root.at("$schema").text() ?? "") ||
    (/^(finetuning|automl|sweep)$/.test(root.at("type").text() ?? "") && ["task", "trial", "training_data"].some((key) => root.has(key))) ||
    (root.has("command") && root.has("compute") && (root.has("environment") || root.has("code"))),
  parse,
});

/** A command that steps of pipelines name: `az ml component create`. */
const isComponent = (root: Cursor): boolean => COMPONENT.test(root.at("$schema").text() ?? "") && root.has("command");

function parse({ root }: DataDocument, context: Context): readonly Fragment[] {
  if (isComponent(root)) return fragment(root, root, context).map((each) => ({ ...each, isPart: true as const }));
  const steps = root
    .at("jobs")
    .entries()
    .map(([, step]) => step);
  const own = [root, root.at("trial"), ...steps].flatMap((step) => fragment(step, root, context));
  const managed = steps.find((step) => /^(finetuning|automl|sweep)$/.test(step.at("type").text() ?? ""));
  if (own.length === 0 && managed) return launch("azureml", root, factsOf(managed, managed), untold(managed), root.at("name").text());
  if (own.length > 0 || !/finetuning|automl|sweep/i.test(`${root.at("type").text() ?? ""} ${root.at("$schema").text() ?? ""}`)) return own;
  return launch("azureml", root, factsOf(root, root), untold(root), root.at("name").text());
}

function fragment(step: Cursor, root: Cursor, { report }: Context): readonly Fragment[] {
  const named = /^file:(.+)$/.exec(step.at("component").text() ?? "")?.[1];
  const name = step.at("display_name").text() ?? root.at("name").text();
  if (named) return launch("azureml", step, {}, [started(step, root, named)], name);
  const command = step.has("component", "command") ? step.at("component", "command") : step.at("command");
  const script = scriptOf([command], "lines");
  const filled = script && { ...script, text: withInputs(script.text, step, root) };
  const runs = workOf(filled, environmentAt(step.at("environment_variables")), report);
  const told = orQuietly(runs, trainsQuietly(step, command), step).slice(0, 1);
  return launch("azureml", step, factsOf(step, root), told, name);
}

/** `component: file:./train.yml`: what the step says beats what the component says. */
const started = (step: Cursor, root: Cursor, path: string): Run => ({
  at: step.place,
  facts: factsOf(step, root),
  uses: [{ path: declared(path, step.at("component").place), as: "recipe" }],
  wraps: "if it trains",
});

/** `${{inputs.epochs}}` is the step's own literal input; `${{parent.inputs.epochs}}` the pipeline's. A component's are filled in by whoever names it. */
function withInputs(text: string, step: Cursor, root: Cursor): string {
  if (isComponent(root)) return text;
  const literal = (said: string, own: Cursor, name: string, hops = 2): string => {
    const input = own.at("inputs", name);
    const value = [input, input.at("value"), input.at("default")].find((each) => each.text() !== undefined)?.text();
    const [, parent] = /^\$\{\{\s*parent\.inputs\.(\w+)\s*\}\}$/.exec(value ?? "") ?? [];
    if (parent && hops > 0) return literal(said, root, parent, hops - 1);
    return value !== undefined && /^[\w.:/@+-]+$/.test(value) ? value : said;
  };
  return text.replaceAll(/\$\{\{\s*inputs\.(\w+)\s*\}\}/g, (said: string, name: string) => literal(said, step, name));
}

/** Only training is distributed over a framework's ranks; Dask borrows the setting, with one process a node. */
const trainsQuietly = (step: Cursor, command: Cursor): boolean =>
  command.text() !== undefined &&
  /^(pytorch|tensorflow)$/i.test(step.at("distribution", "type").text() ?? "") &&
  step.has("distribution", "process_count_per_instance") &&
  !namesOther(`${step.at("display_name").text() ?? ""} ${step.at("experiment_name").text() ?? ""}`);

/** A sweep's `timeout` is of all trials together, `trial_timeout` of one. */
function factsOf(step: Cursor, root: Cursor): MutableFacts {
  const limits = [step.at("limits"), root.at("limits")];
  const pick = (...keys: readonly string[]) =>
    keys.flatMap((key) => limits.map((each) => each.at(key))).find((cell) => wholeAt(cell) !== undefined);
  const [timeout, minutes] = [pick("trial_timeout", "timeout"), pick("trial_timeout_minutes", "timeout_minutes")];
  const trials = pick("max_total_trials", "max_trials");
  return {
    ...(minutes && { "resources.time_limit": declared(seconds((wholeAt(minutes) ?? 0) * 60), minutes.place) }),
    ...(timeout && { "resources.time_limit": declared(seconds(wholeAt(timeout) ?? 0), timeout.place) }),
    ...countFact("resources.nodes", root.at("limits", "max_nodes")),
    ...countFact("resources.nodes", step.at("resources", "instance_count")),
    ...countFact("resources.accelerators_per_node", step.at("distribution", "process_count_per_instance")),
    ...textFact("resources.instance_type", machineOf(step)),
    ...spotOf(step, root),
    ...(trials && countFact("runs", trials)),
  };
}

/** `instance_type`, or the first of `instance_types`. */
const machineOf = (step: Cursor): Cursor =>
  step.has("resources", "instance_type") ? step.at("resources", "instance_type") : step.at("resources", "instance_types", 0);

/** Serverless `job_tier: spot`; a cluster of low priority says so in its name. */
function spotOf(step: Cursor, root: Cursor): MutableFacts {
  const tier = [step, root].map((each) => each.at("queue_settings", "job_tier")).find((cell) => /^spot$/i.test(cell.text() ?? ""));
  const cluster = step.has("compute") ? step.at("compute") : root.at("compute");
  if (tier) return { "resources.spot": declared(true, tier.place) };
  return /(^|[-_:])low-?pri/i.test(cluster.text() ?? "")
    ? { "resources.spot": derived(true, "the cluster's name", [declared(true, cluster.place)]) }
    : {};
}
