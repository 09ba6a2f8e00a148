import type { Assumptions } from "../../model/assumptions.js";
import type { Catalog } from "../../model/catalog.js";
import type { Report } from "../../model/diagnostic.js";

/** What filling the gaps may look at. */
export interface Sources {
  readonly catalog: Catalog;
  readonly assumptions: Assumptions;
  readonly report: Report;
}
