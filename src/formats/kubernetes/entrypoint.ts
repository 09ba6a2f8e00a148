import type { Report } from "../../model/diagnostic.js";
import type { Run } from "../../model/job.js";
import type { Cursor } from "../../text/cursor.js";
import { readData } from "../../text/yaml.js";
import { environmentAt, inFolderOf, scriptOf, workOf } from "../launched.js";
import type { Group } from "./kinds.js";

/**
 * A RayJob's command runs on the head, with the head's variables and those of the runtime environment, which beat them.
 * https://docs.ray.io/en/latest/cluster/kubernetes/getting-started/rayjob-quick-start.html
 */
export function entrypointRuns(spec: Cursor, groups: readonly Group[], report: Report): readonly Run[] {
  const script = scriptOf([spec.at("entrypoint")], "exec");
  if (!script) return [];
  const head = groups.find(({ name }) => name === "head")?.pod.at("containers", 0, "env");
  const runtime = runtimeOf(spec.at("runtimeEnvYAML"));
  const runs = workOf(script, environmentAt(...(head ? [head] : []), ...runtime.map((root) => root.at("env_vars"))), report);
  return runtime.reduce((started, root) => inFolderOf(root.at("working_dir"), started), runs);
}

/** YAML within YAML, read at the lines where it stands. */
function runtimeOf(cell: Cursor): readonly Cursor[] {
  const text = cell.text();
  if (text === undefined) return [];
  const { documents } = readData("\n".repeat(Math.max(0, cell.place.line - 1)) + text, cell.place.file, "yaml");
  return documents.map(({ root }) => root);
}
