// Errors of estimates by group and by publication, as Markdown tables. `ratio` is measured / estimated.
import { publicationOf } from "./accuracy-cases.mjs";

/** The value below which a share `q` of them lies; NaN of none. */
export const quantile = (values, q) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
};
const percent = (share) => (Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : "");
const errorOf = (ratio) => Math.abs(1 / ratio - 1);
const table = (head, rows) => [
  `| ${head.join(" | ")} |`,
  `|---|${"---:|".repeat(head.length - 1)}`,
  ...rows.map((cells) => `| ${cells.join(" | ")} |`),
];
export const by = (rows, key) =>
  Map.groupBy ? Map.groupBy(rows, key) : rows.reduce((map, row) => map.set(key(row), [...(map.get(key(row)) ?? []), row]), new Map());

/** Groups of fewer rows say too little. */
const FEWEST = 5;
export const groupsOf = (rows) =>
  [...by(rows, ({ group }) => group)].filter(([, members]) => members.length >= FEWEST).sort(([a], [b]) => (a < b ? -1 : 1));

function summary(name, rows) {
  const errors = rows.map(({ ratio }) => errorOf(ratio));
  const biases = rows.map(({ ratio }) => 1 / ratio - 1);
  const ranged = rows.filter(({ range }) => range);
  const inside = ranged.filter(({ range, truth }) => truth.value >= range.low && truth.value <= range.high).length;
  const shares = [quantile(errors, 0.5), quantile(errors, 0.9), quantile(biases, 0.5), inside / ranged.length];
  return [name, rows.length, by(rows, publicationOf).size, ...shares.map(percent)];
}

const headOf = (what) => [what, "cases", "publications", "median error", "90th percentile", "bias", "in the 80 % range"];

export function groupTable(rows) {
  const origins = [...by(rows, ({ collected }) => collected)].map(([own, members]) => [
    own ? "*collected 2026-11-25*" : "*given with the issue*",
    members,
  ]);
  const lines = [...groupsOf(rows), ...origins, ["**all**", rows]];
  return table(
    headOf("group"),
    lines.map(([name, members]) => summary(name, members)),
  );
}

export function publicationTable(rows) {
  const publications = [...by(rows, publicationOf)].sort((a, b) => b[1].length - a[1].length);
  return table(
    headOf("publication"),
    publications.map(([name, members]) => summary(name, members)),
  );
}

/** Rows of one publication that count, so that none draws a range alone: as many, evenly over its ratios. */
const COUNT = 8;
function thinned(rows) {
  const ratios = rows.map(({ ratio }) => ratio).sort((a, b) => a - b);
  if (ratios.length <= COUNT) return ratios;
  return Array.from({ length: COUNT }, (_, i) => ratios[Math.round((i * (ratios.length - 1)) / (COUNT - 1))]);
}

/** What a range would hold that was drawn from the other publications only: 10th to 90th percentile of their measured / estimated. */
function leftOut(rows) {
  const publications = by(rows, publicationOf);
  if (publications.size < 3) return null;
  const judged = [...publications].flatMap(([publication, members]) => {
    const others = [...publications].flatMap(([other, theirs]) => (other === publication ? [] : thinned(theirs)));
    const [low, middle, high] = [0.1, 0.5, 0.9].map((share) => quantile(others, share));
    return members.map(({ ratio }) => ({ held: ratio >= low && ratio <= high, error: errorOf(ratio / middle) }));
  });
  const errors = judged.map(({ error }) => error);
  return [quantile(errors, 0.5), quantile(errors, 0.9), judged.filter(({ held }) => held).length / judged.length].map(percent);
}

export function leftOutTable(rows) {
  const lines = [...groupsOf(rows), ["all", rows]].flatMap(([name, members]) => {
    const shares = leftOut(members);
    return shares ? [[name, ...shares]] : [];
  });
  return table(["group", "median error", "90th percentile", "held by a range of the others"], lines);
}

/** The rule of thumb on the same rows; nothing where there is none (memory). */
export function thumbTable(rows) {
  const both = rows.filter(({ flat }) => flat);
  if (both.length === 0) return [];
  const line = (name, ratios) => [name, both.length, ...[0.5, 0.9].map((q) => percent(quantile(ratios.map(errorOf), q)))];
  return table(
    ["estimator", "cases", "median error", "90th percentile"],
    [
      line(
        "traincost",
        both.map(({ ratio }) => ratio),
      ),
      line(
        "6 × parameters × tokens at 40 % of peak",
        both.map(({ flat }) => flat),
      ),
    ],
  );
}

/** From so many accelerators on a run is large. */
const MANY = 64;
/** 10th and 90th percentile of measured / estimated by group and size of the run: what ranges are drawn from. */
export function spreadTable(rows) {
  const size = ({ accelerators_per_node = 1, nodes = 1 } = {}) => (accelerators_per_node * nodes >= MANY ? `, ${MANY} or more` : "");
  const groups = [...by(rows, ({ group, manifest }) => `${group}${size(manifest.resources)}`)];
  return table(
    ["group", "cases", "10th percentile", "90th percentile"],
    groups.map(([name, members]) => {
      const ratios = members.map(({ ratio }) => ratio);
      return [name, members.length, ...[0.1, 0.9].map((q) => quantile(ratios, q).toFixed(2))];
    }),
  );
}
