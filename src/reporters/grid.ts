import { eastAsianWidth } from "get-east-asian-width";
import { shortened } from "./escape.js";

/** A column of a grid of text. */
export interface GridColumn<Row> {
  readonly title: string;
  readonly right?: true;
  /** How soon it goes where there is no room: highest first; without one it stays. */
  readonly drop?: number;
  /** Takes what room is left, and loses its middle where that is too little. */
  readonly flexible?: true;
  cell(row: Row): string;
}

export interface Grid {
  readonly head: string;
  readonly rows: readonly (readonly [first: string, rest: string])[];
  /** Titles of what had no room. */
  readonly left: readonly string[];
}

const GAP = "  ";
/** Below this a name tells nothing. */
const LEAST_NAME = 14;
/** So much of a name is worth more than a column that may go. */
const GOOD_NAME = 30;

/** Columns of a terminal: ideographs and emoji take two, combining marks none (Unicode Annex 11). */
export const wide = (text: string): number =>
  [...text].reduce((sum, character) => sum + (/\p{M}/u.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0)), 0);

/** Rows as lines no wider than `width`, as far as the columns that stay allow. */
export function grid<Row>(columns: readonly GridColumn<Row>[], rows: readonly Row[], width: number): Grid {
  const shown = chosen(columns, rows, width);
  const spare = width - shown.reduce((sum, column) => sum + (column.flexible ? 0 : needed(column, rows)) + GAP.length, -GAP.length);
  const widths = shown.map((column) => Math.min(needed(column, rows), column.flexible ? Math.max(LEAST_NAME, spare) : Infinity));
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => padded(narrowed(cell, widths[i] ?? 0), widths[i] ?? 0, shown[i]?.right === true));
  return {
    head: line(shown.map(({ title }) => title))
      .join(GAP)
      .trimEnd(),
    rows: rows.map((row) => {
      const [first = "", ...rest] = line(shown.map(({ cell }) => cell(row)));
      return [first, `${GAP}${rest.join(GAP)}`.trimEnd()];
    }),
    left: columns.filter((column) => !shown.includes(column)).map(({ title }) => title),
  };
}

function needed<Row>({ title, cell }: GridColumn<Row>, rows: readonly Row[]): number {
  return rows.reduce((most, row) => Math.max(most, wide(cell(row))), wide(title));
}

/** Without the columns that go first, until the rest has room. */
function chosen<Row>(columns: readonly GridColumn<Row>[], rows: readonly Row[], width: number): readonly GridColumn<Row>[] {
  const least = (column: GridColumn<Row>) => Math.min(needed(column, rows), column.flexible ? GOOD_NAME : Infinity);
  const total = columns.reduce((sum, column) => sum + least(column) + GAP.length, -GAP.length);
  const first = columns.reduce<GridColumn<Row> | undefined>(
    (most, each) => ((each.drop ?? 0) > (most?.drop ?? 0) ? each : most),
    undefined,
  );
  if (total <= width || !first) return columns;
  return chosen(
    columns.filter((column) => column !== first),
    rows,
    width,
  );
}

/** Marks that take no column make a text longer than it is wide; more than some on each character is none that is read. */
const MARKS = 4;

function narrowed(text: string, width: number): string {
  if (wide(text) <= width) return text;
  let most = Math.min([...text].length, MARKS * width);
  let short = shortened(text, most);
  while (wide(short) > width && most > 1) short = shortened(text, --most);
  return short;
}

function padded(text: string, width: number, right: boolean): string {
  const blank = " ".repeat(Math.max(0, width - wide(text)));
  return right ? blank + text : text + blank;
}
