/** Where something stands. Lines and columns count from 1, as editors do. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `train/sft.yml:12`, the form people paste into an editor. */
export const at = (place: Place): string => `${place.file}:${place.line}`;

/** Where a file begins: the place of what is true of all of it. */
export const topOf = (file: string): Place => ({ file, line: 1, column: 1 });
