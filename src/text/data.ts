import type { Place } from "../model/place.js";
import type { DataDocument } from "./cursor.js";

/** What a reader of YAML, JSON or TOML found wrong. */
export interface Problem {
  readonly rule: "input/syntax" | "input/template";
  readonly message: string;
  /** How the text was read all the same; absent where what stands behind the fault is lost. */
  readonly readAs?: string;
  readonly at: Place;
  readonly help?: string;
}

/** Every document of one file, and what is wrong with it. */
export interface DataFile {
  readonly documents: readonly DataDocument[];
  readonly problems: readonly Problem[];
}
