import type { Diagnostic } from "../model/diagnostic.js";
import { indexFiles } from "./files.js";
import type { Understood } from "./recognise.js";

/** Scripts that others start with arguments or variables: what they leave open by themselves their caller may say. */
export function handedOn(files: readonly Understood[]): ReadonlySet<string> {
  const index = indexFiles(files);
  const uses = files.flatMap(({ file, fragments }) =>
    fragments.flatMap(({ runs = [] }) => runs.flatMap((run) => run.uses.map((use) => ({ use, file })))),
  );
  return new Set(
    uses.flatMap(({ use, file }) => (use.called ? (index.find(use.path.value, file, use.startedIn) ?? []) : [])).map(({ at }) => at.file),
  );
}

/** A script that is started several times is told once. */
export function once(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((each) => [JSON.stringify(each), each])).values()];
}
