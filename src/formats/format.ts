import type { Report } from "../model/diagnostic.js";
import type { Fragment } from "../model/job.js";
import type { DataDocument } from "../text/cursor.js";
import type { Script } from "../text/script.js";

/** What a format may use while parsing. */
export interface Context {
  /** Everything wrong is told here; parsing goes on. */
  readonly report: Report;
}

interface Face {
  /** Name of the contract, section 6. */
  readonly id: string;
  readonly title: string;
  /** Where its fields are documented. */
  readonly url: string;
  readonly role: "recipe" | "launch" | "companion";
  /** Tried in ascending order, first hit wins; formats with a sharper signature come first. */
  readonly rank: number;
}

/** YAML, JSON, TOML. `recognises` looks at keys only; the path is no evidence. */
export interface DataFormat extends Face {
  readonly syntax: "data";
  recognises(document: DataDocument): boolean;
  parse(document: DataDocument, context: Context): readonly Fragment[];
  /** What a document that nobody recognises says where a training command names it as its recipe. */
  ifNamed?(document: DataDocument): readonly Fragment[];
}

/** Shell text. */
export interface ScriptFormat extends Face {
  readonly syntax: "script";
  recognises(script: Script): boolean;
  parse(script: Script, context: Context): readonly Fragment[];
}

export type Format = DataFormat | ScriptFormat;

export const defineDataFormat = (format: Omit<DataFormat, "syntax">): DataFormat => ({ syntax: "data", ...format });
export const defineScriptFormat = (format: Omit<ScriptFormat, "syntax">): ScriptFormat => ({ syntax: "script", ...format });
