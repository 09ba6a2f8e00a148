import type { Report } from "../model/report.js";

export interface RenderOptions {
  readonly color?: boolean;
  readonly width?: number;
  /** First line of a comment, by which it is found again. */
  readonly marker?: string;
  /** The comment that this one takes the place of told a failure. */
  readonly resolved?: boolean;
  /** `https://github.com/o/r/blob/SHA/`: files become links. */
  readonly blobUrl?: string;
  /** Characters a comment may have. */
  readonly maxLength?: number;
  /** Instead of that, octets a job summary may have. */
  readonly maxBytes?: number;
  /** Address of the run, for the footer. */
  readonly runUrl?: string;
}

export interface Reporter {
  render(report: Report, options: RenderOptions): string;
}
