import type { Verdict } from "../model/report.js";

export type FailOn = "error" | "warning" | "never";

/** 3 where the verdict is as bad as `--fail-on` asks for; wrong calls (2) and crashes (1) are told elsewhere. */
export function exitCode(verdict: Verdict, failOn: FailOn): 0 | 3 {
  if (failOn === "never" || verdict === "pass") return 0;
  return verdict === "fail" || failOn === "warning" ? 3 : 0;
}
