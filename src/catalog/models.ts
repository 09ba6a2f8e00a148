import type { Dataset, Lookup, Model } from "../model/catalog.js";
import { nearest } from "../model/nearest.js";
import { modelKeys } from "./spelling.js";

/** One shape and everybody who publishes it. */
export interface ModelRow {
  readonly ids: readonly string[];
  readonly parameters: number | null;
  readonly active_parameters?: number | null;
  readonly architecture?: Readonly<Record<string, unknown>>;
  readonly source: string;
}

export const modelsOf = (rows: readonly ModelRow[]): readonly Model[] =>
  rows.flatMap(({ ids, architecture, active_parameters, ...rest }) =>
    ids.map((id) => ({ id, architecture: architecture ?? {}, active_parameters: active_parameters ?? rest.parameters, ...rest })),
  );

/** Releases of one model differ by a few rows of their vocabulary: `mistral-7b` may be any of them. */
const ONE_SIZE = 0.002;
const sameSize = (a: Model, b: Model) =>
  a.parameters === b.parameters || (a.parameters !== null && b.parameters !== null && Math.abs(a.parameters / b.parameters - 1) < ONE_SIZE);

/** A loose spelling counts only where it means one size: never a wrong one. */
export function modelIndex(models: readonly Model[]): (id: string) => Lookup<Model> {
  const index = new Map<string, Model | null>();
  for (const model of models)
    for (const key of modelKeys(model.id)) {
      const other = index.get(key);
      if (other === undefined) index.set(key, model);
      else if (other !== null && !sameSize(other, model) && !key.startsWith("=")) index.set(key, null);
    }
  return (id) => {
    const entry = modelKeys(id)
      .map((key) => index.get(key))
      .find((model) => model !== undefined && model !== null);
    return entry
      ? { kind: "found", entry }
      : {
          kind: "unknown",
          nearest: nearest(
            id,
            models.map((model) => model.id),
            3,
          ),
        };
  };
}

export function datasetIndex(rows: readonly Dataset[]): (id: string) => Lookup<Dataset> {
  const byId = new Map(rows.map((row) => [row.id.toLowerCase(), row]));
  const byLast = new Map(rows.map((row) => [row.id.toLowerCase().split("/").at(-1) ?? "", row]));
  return (id) => {
    const key = id.toLowerCase();
    const entry = byId.get(key) ?? (key.includes("/") ? undefined : byLast.get(key));
    return entry
      ? { kind: "found", entry }
      : {
          kind: "unknown",
          nearest: nearest(
            id,
            rows.map((row) => row.id),
            3,
          ),
        };
  };
}
