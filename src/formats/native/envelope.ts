import type { Report } from "../../model/diagnostic.js";
import type { Cursor } from "../../text/cursor.js";

/** Keys of a manifest that are not facts. */
export const ENVELOPE: readonly string[] = ["apiVersion", "kind", "name", "labels"];

export function checkEnvelope(root: Cursor, apiVersion: string, report: Report) {
  const version = root.at("apiVersion");
  if (version.kind !== "absent" && version.text() !== apiVersion)
    report("input/wrong-type", `this version of traincost reads apiVersion: ${apiVersion}`, version.place, `apiVersion: ${apiVersion}`);
  const kind = root.at("kind");
  if (kind.kind !== "absent" && kind.text() !== "TrainingJob")
    report("input/wrong-type", "the only kind is TrainingJob", kind.place, "kind: TrainingJob");
}

/** Undefined where none is said: the file gives one. */
export function nameOf(root: Cursor, report: Report): string | undefined {
  const cell = root.at("name");
  const name = cell.text()?.trim();
  if (name) return name;
  if (root.has("name")) report("input/wrong-type", "name should be a text", cell.place, "name: my-run");
  return undefined;
}

export function labelsOf(root: Cursor, report: Report): Readonly<Record<string, string>> {
  const labels = root.at("labels");
  if (root.has("labels") && labels.kind !== "mapping")
    report("input/wrong-type", "labels should be a mapping of keys to texts", labels.place, "labels: {team: nlp}");
  const odd = labels.entries().filter(([, value]) => value.kind === "mapping" || value.kind === "sequence");
  for (const [key, value] of odd) report("input/wrong-type", `labels.${key} should be a text`, value.place, `labels: {${key}: …}`);
  return Object.fromEntries(labels.entries().map(([key, value]) => [key, value.text() ?? ""]));
}
