import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { grid, wide } from "../../src/reporters/grid.js";
import { table } from "../../src/reporters/table.js";
import { changed, job, report } from "./made.js";

const long = "continued-pretraining-of-a-model-with-a-long-name";
const made = report([changed("sft", 100, 5447), changed(long, 50, 50), job("mystery", null), changed("臺灣大語言模型", 1, 2)]);
const lines = (width: number) => (table.render(made, { width }).split("\n\n")[0] ?? "").split("\n");

test.each([80, 100, 120, 160, 240])("the table keeps to %i columns, and says what it leaves out", (width) => {
  const rows = lines(width).filter((line) => !line.startsWith("left out"));
  expect(rows.length).toBe(5);
  for (const row of rows) expect(wide(row)).toBeLessThanOrEqual(width);
});

test("verdict, job, hours, cost, memory and the change are never left out", () => {
  for (const title of ["job", "GPU-hours", "cost [USD]", "peak [GiB]", "fits", "change USD"]) expect(lines(20)[0]).toContain(title);
  expect(lines(80).at(-1)).toMatch(/^left out at 80 columns: format, model, method/);
  expect(lines(240).at(-1)).not.toMatch(/^left out/);
});

test("eighty columns where nobody says how many there are", () => {
  expect(table.render(made, {})).toBe(table.render(made, { width: 80 }));
});

test("a colour only where one is asked for", () => {
  expect(table.render(made, { width: 80 })).not.toContain("\u001b");
  expect(table.render(made, { width: 80, color: true })).toContain("\u001b[");
});

test("a name of a hundred thousand characters is one cell like any other", () => {
  for (const name of ["x".repeat(100_000), "👨‍👩‍👧".repeat(20_000), `a${"\u0301".repeat(100_000)}`]) {
    const rows = (table.render(report([job(name, 1)]), { width: 80 }).split("\n\n")[0] ?? "").split("\n");
    for (const row of rows.slice(0, 2)) expect(wide(row)).toBeLessThanOrEqual(80);
  }
});

test("equal names are told apart", () => {
  const twins = report([job("a", 1, { name: "train" }), job("b", 2, { name: "train" })]);
  const text = table.render(twins, { width: 200 });
  expect(text).toContain("train/a.yml#a");
  expect(text).toContain("train/b.yml#b");
});

test("ideographs take two columns, marks none, and columns stay aligned", () => {
  expect([wide("abc"), wide("臺灣"), wide("e\u0301"), wide("🚀")]).toEqual([3, 4, 1, 2]);
  const cell = fc.array(fc.constantFrom("a", "臺", "e\u0301", "🚀", " ", "é", "ｗ"), { maxLength: 30 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), fc.integer({ min: 40, max: 80 }), (rows, width) => {
      const columns = [
        { title: "v", cell: () => "ok" },
        { title: "name", flexible: true, cell: ([name]: readonly [string, string]) => name },
        { title: "end", cell: () => "|" },
        { title: "more", drop: 1, cell: ([, more]: readonly [string, string]) => more },
      ] as const;
      const { rows: shown } = grid(columns, rows, width);
      expect(new Set(shown.map(([first, rest]) => wide(first) + wide(rest.slice(0, rest.indexOf("|"))))).size).toBe(1);
      for (const [first, rest] of shown) expect(wide(first) + wide(rest)).toBeLessThanOrEqual(width);
    }),
  );
});
