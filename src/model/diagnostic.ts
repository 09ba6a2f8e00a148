import type { Place } from "./place.js";

export type Severity = "error" | "warning" | "notice";

/**
 * The one table of everything traincost can complain about. Severity may be changed in the config (`rules:`); `title` is the SARIF rule,
 * the row of `docs/diagnostics.md` and what `# traincost: ignore` refers to. A message is written where it is found, always with what to write instead.
 */
export const RULES = {
  "input/unreadable": { severity: "warning", title: "A file could not be read as text" },
  "input/ignored": { severity: "notice", title: "A file that says # traincost: ignore, and would be a job" },
  "input/no-job": { severity: "notice", title: "A file with # traincost: lines that no format knows as a job" },
  "input/vendored": { severity: "notice", title: "Examples of a framework that is kept in the repository are left out" },
  "input/too-large": { severity: "warning", title: "A file is larger than traincost reads, or a script does more than it follows" },
  "input/syntax": { severity: "warning", title: "A manifest does not parse" },
  "input/template": { severity: "notice", title: "A file is a template; its values are only known after rendering" },
  "input/unknown-key": { severity: "error", title: "A key that the native manifest or a directive does not have" },
  "input/wrong-type": { severity: "warning", title: "A value of the wrong type or unit" },
  "input/unknown-word": { severity: "notice", title: "A name that traincost does not know, and what is assumed for it" },
  "input/contradiction": { severity: "notice", title: "Values of one job that cannot all hold" },
  "input/unknown-variable": { severity: "notice", title: "A variable that nothing in the file sets" },
  "input/unresolved": { severity: "notice", title: "A value that is only known when the job runs" },
  "link/missing-file": { severity: "notice", title: "A file that a command names is not in the repository" },
  "link/conflict": { severity: "notice", title: "Two files say different things about one job" },
  "catalogue/unknown-accelerator": { severity: "warning", title: "An accelerator the catalogue does not have" },
  "catalogue/ambiguous-accelerator": { severity: "notice", title: "An accelerator name that means more than one card" },
  "catalogue/unknown-model": { severity: "warning", title: "A model the catalogue does not have" },
  "catalogue/unknown-instance": { severity: "warning", title: "An instance type the catalogue does not have" },
  "catalogue/no-price": { severity: "warning", title: "No price is known" },
  "price/end-of-service": { severity: "warning", title: "The service has announced the end of this model" },
  "price/stale": { severity: "notice", title: "A price is older than prices.max_age_days" },
  "precision/unsupported": { severity: "warning", title: "The accelerator has no such precision" },
  "memory/exceeds-device": { severity: "warning", title: "The job will not fit into the memory of its accelerator" },
  "memory/tight": { severity: "notice", title: "The job may not fit into the memory of its accelerator" },
  "memory/evaluation": { severity: "notice", title: "The job may run out of memory when it evaluates" },
  "memory/host-over-limit": { severity: "warning", title: "A node of the job needs more host memory than it asks for" },
  "time/over-limit": { severity: "warning", title: "The job is expected to run longer than its time limit" },
  "time/no-limit": { severity: "notice", title: "Nothing stops the job if it hangs" },
  "estimate/refused": { severity: "notice", title: "A number that cannot be estimated from what is written" },
  "cost/cheaper-option": { severity: "notice", title: "The same job would cost less elsewhere" },
  "budget/over": { severity: "error", title: "Over a budget" },
  "budget/near": { severity: "warning", title: "Over a budget's warning level" },
  "budget/waived": { severity: "notice", title: "Over a budget, and a waiver allows it" },
  "budget/waiver-ended": { severity: "warning", title: "A waiver has ended" },
  "budget/waiver-ends": { severity: "notice", title: "A waiver ends within a week" },
  "budget/waiver-unmatched": { severity: "notice", title: "A waiver of a job that is not there" },
  "budget/no-match": { severity: "notice", title: "A budget that no job matches" },
  "override/no-match": { severity: "notice", title: "An override of the config that no job matches" },
  "budget/overridden": { severity: "warning", title: "A label of the pull request lets pass what fails" },
  "budget/unknown": { severity: "warning", title: "A budget applies, and no estimate is possible" },
  "ledger/malformed": { severity: "warning", title: "A line of the ledger that is no commitment" },
  "ledger/missing": { severity: "notice", title: "A budget of a period, and no ledger of what was merged" },
  "ledger/unreadable": { severity: "warning", title: "The ledger could not be read" },
  "policy/not-allowed": { severity: "error", title: "An accelerator, cloud or region that a budget does not allow" },
  "policy/denied": { severity: "error", title: "An accelerator, cloud or region that a budget denies" },
  "config/invalid": { severity: "error", title: "The config is wrong" },
  "config/proposed": { severity: "notice", title: "The pull request changes the config; the base's config is in force" },
  "config/base-invalid": {
    severity: "notice",
    title: "The base commit's config is wrong, and this change mends it: no budget of it is applied",
  },
  "config/base-missing": { severity: "warning", title: "The base commit's config could not be read" },
} as const satisfies Record<string, { severity: Severity; title: string }>;

export type Rule = keyof typeof RULES;

export interface Diagnostic {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly message: string;
  readonly at?: Place;
  /** What to write instead, with an example where one helps. */
  readonly help?: string;
}

export type Report = (rule: Rule, message: string, at?: Place, help?: string) => void;

/** A list that is filled through the function handed to parsers. */
export function collector(): { readonly found: Diagnostic[]; readonly report: Report } {
  const found: Diagnostic[] = [];
  const report: Report = (rule, message, at, help) => {
    found.push({ rule, severity: RULES[rule].severity, message, ...(at && { at }), ...(help !== undefined && { help }) });
  };
  return { found, report };
}
