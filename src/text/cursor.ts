import type { Place } from "../model/place.js";

/**
 * A position in one document of YAML, JSON or TOML. Every step is safe: going where nothing is gives an `absent` cursor, never an exception.
 * A value and its place cannot be separated.
 */
export interface Cursor {
  readonly kind: "mapping" | "sequence" | "scalar" | "absent";
  readonly place: Place;
  /** Dotted path from the root, for messages. */
  readonly path: string;
  /** Walks keys and indices; merge keys (`<<`) and aliases are followed. */
  at(...path: readonly (string | number)[]): Cursor;
  /** Something other than null stands there. */
  has(...path: readonly (string | number)[]): boolean;
  keys(): readonly string[];
  entries(): readonly (readonly [key: string, value: Cursor])[];
  /** Members of a sequence; a lone scalar or mapping counts as a sequence of one only when `lone` is set. */
  items(lone?: "lone"): readonly Cursor[];
  /** Plain data below here, at most 20,000 nodes of it; null where absent. Scalars follow the YAML 1.2 core schema. */
  raw(): unknown;
  /** The scalar as text, or undefined for null, mappings and sequences. */
  text(): string | undefined;
}

/** One document of a data file. `index` counts the documents of a multi-document file from 0. */
export interface DataDocument {
  readonly file: string;
  readonly syntax: "yaml" | "json" | "toml";
  readonly index: number;
  /** The whole file, comments included. */
  readonly text: string;
  readonly root: Cursor;
}
