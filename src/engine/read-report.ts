import type { Report } from "../model/report.js";
import { redactedDeep } from "../model/secrets.js";
import validate from "./validate-report.generated.js";

/** A report from a file: held to `schema/report.schema.json` to the last key, or what is wrong with it. */
export function readReport(text: string): { readonly report: Report } | { readonly problem: string } {
  const value = parsed(text);
  if (value === undefined) return { problem: "it is not JSON" };
  if (!validate(value)) {
    const [first] = validate.errors ?? [];
    return { problem: `${first?.instancePath.slice(0, 80) || "it"} ${first?.message ?? "is not as the schema says"}` };
  }
  return { report: redactedDeep(value as Report) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
