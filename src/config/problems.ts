import type { ErrorObject } from "ajv";
import type { Diagnostic } from "../model/diagnostic.js";
import { nearest } from "../model/nearest.js";
import type { Cursor } from "../text/cursor.js";
import { expected, helpFor, type Part } from "./expected.js";
import { keyPlace } from "./place.js";

/** More lines than this tell a reader nothing new. */
const MAX_PROBLEMS = 20;

/** What the schema objects to, as a person reads it: in the order of the file, one line for each place. */
export function problemsOf(errors: readonly ErrorObject[], root: Cursor, text: string): readonly Diagnostic[] {
  const seen = new Set<string>();
  const found = errors.filter(notAnEcho).flatMap((error) => {
    const said = problemOf(error, root, text);
    const key = `${error.keyword === "required" || error.keyword === "additionalProperties" ? said.message : error.instancePath}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [said];
  });
  return found.sort(byPlace).slice(0, MAX_PROBLEMS);
}

/** A limit without both `warn` and `fail` is told once, by its `anyOf`. */
const notAnEcho = ({ schemaPath }: ErrorObject) => !/\/anyOf\/\d+\/required$/.test(schemaPath);

const byPlace = ({ at: a }: Diagnostic, { at: b }: Diagnostic) => (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);

function problemOf(error: ErrorObject, root: Cursor, text: string): Diagnostic {
  const path = error.instancePath.split("/").slice(1).map(unescaped);
  const here = path.reduce((cursor, part) => cursor.at(part), root);
  const name = path.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join("");
  const subject = name === "" ? "the config" : name.slice(1);
  const schema = error.parentSchema as Part;
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(String(error.params.additionalProperty), here, name, schema, text);
    case "required": {
      const missing = String(error.params.missingProperty);
      return problem(here, `${subject} needs the key "${missing}"`, helpFor(missing, schema.properties?.[missing]));
    }
    case "anyOf":
      return problem(here, `${subject} needs warn or fail`, "fail: the most that is allowed");
    default:
      return problem(here, `${subject} should be ${expected(schema)}`, helpFor(path.at(-1), schema));
  }
}

function unknownKey(key: string, parent: Cursor, name: string, schema: Part, text: string): Diagnostic {
  const known = Object.keys(schema.properties ?? {}).filter((each) => each !== "$schema");
  const [near] = nearest(key, known, 1);
  return {
    ...problem(parent, `unknown key "${`${name}.${key}`.slice(1)}"`, near ? `did you mean "${near}"?` : `the keys are ${known.join(", ")}`),
    at: keyPlace(parent, key, text),
  };
}

const unescaped = (part: string) => part.replaceAll("~1", "/").replaceAll("~0", "~");

const problem = (at: Cursor, message: string, help: string | undefined): Diagnostic => ({
  rule: "config/invalid",
  severity: "error",
  message,
  at: at.place,
  ...(help !== undefined && { help }),
});
