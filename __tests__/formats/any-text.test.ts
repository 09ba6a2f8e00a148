import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { emptyConfig } from "../../src/config/config.js";
import { analyse } from "../../src/engine/analyse.js";
import { syntaxOf } from "../../src/engine/discover.js";
import { understand } from "../../src/engine/recognise.js";
import { snapshotOf } from "../../src/model/snapshot.js";

/** Text that nobody would write is a file like any other: it is read, told about or passed over, and never costs more than itself. */
const CASES = "__tests__/formats/cases";
const manifests = readdirSync(CASES, { recursive: true, encoding: "utf8" })
  .filter((path) => !path.endsWith("expected.json") && syntaxOf(path) !== undefined)
  .map((path) => ({ file: path, text: readFileSync(`${CASES}/${path}`, "utf8") }));

const read = (file: string, text: string) => understand({ file, syntax: syntaxOf(file) ?? "yaml", text });

/** A piece taken out, written twice, or replaced by a piece of another manifest or by odd characters. */
const ODD = [
  "\0",
  "\uFEFF",
  "\t",
  "\r",
  "\n",
  "{{",
  "${",
  "`",
  "'",
  '"',
  "|",
  ">",
  "&a",
  "*a",
  "<<: *a",
  "---\n",
  "[",
  "{",
  ": ",
  "- ",
  "$(",
  "<<EOF\n",
  "\uD800",
  "\u202E",
  "1e999",
  "!!js/function",
];
const mutation = fc.record({
  which: fc.nat(manifests.length - 1),
  other: fc.nat(manifests.length - 1),
  edits: fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(60),
      how: fc.constantFrom("delete", "double", "splice", "odd"),
      odd: fc.constantFrom(...ODD),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutated({ which, other, edits }: Mutation) {
  const from = manifests[other]?.text ?? "";
  const { file, text } = manifests[which] ?? { file: "a.yaml", text: "" };
  const changed = edits.reduce((now, { at, length, how, odd }) => {
    const start = Math.floor(at * now.length);
    const piece = now.slice(start, start + length);
    const put = { delete: "", double: piece + piece, splice: from.slice(start, start + length), odd }[how] ?? "";
    return now.slice(0, start) + put + now.slice(start + length);
  }, text);
  return { file, text: changed };
}

test("a manifest with pieces lost, doubled or replaced is read without a fault", () => {
  fc.assert(
    fc.property(mutation, (what) => {
      const { file, text } = mutated(what);
      for (const { at } of read(file, text).diagnostics) expect(at?.line ?? 1).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test("any text at all is read without a fault in every syntax", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.constantFrom("a.yaml", "a.json", "a.toml", "a.sh"), (text, file) => {
      read(file, text);
    }),
    { numRuns: 300 },
  );
});

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
const BAD: Readonly<Record<string, string>> = {
  "nul.yaml": "base_model: a/b\0\nmicro_batch_size: 1\nsequence_len: 8\n",
  "utf16.yaml": "\uFFFE\0b\0a\0s\0e\0_\0m\0o\0d\0e\0l\0:\0a",
  "deep.yaml": `base_model: ${nested("[", "]", 50_000)}`,
  "deep-mapping.yaml": Array.from({ length: 3_000 }, (_, depth) => `${" ".repeat(depth)}base_model:`).join("\n"),
  "deep.json": nested('{"a":', "}", 20_000),
  "deep.toml": `a = ${nested("[", "]", 20_000)}`,
  "deep.sh": `${nested("$(", ")", 20_000)} python train.py`,
  "deep-braces.sh": `${"{ ".repeat(20_000)}python train.py`,
  "long.yaml": `base_model: ${"x".repeat(1_000_000)}`,
  "long.json": `{"base_model": "${"x".repeat(1_000_000)}"}`,
  "long.sh": `torchrun train.py ${"--lr 1e-4 ".repeat(100_000)}`,
  "doubling.sh": `${"X=$X$X\n".repeat(200)}python train.py $X`,
  "loops.sh": `${"for i in {1..999}; do ".repeat(20)}python train.py --max_steps $i${"; done".repeat(20)}`,
  "laughs.yaml": ["a0: &a0 [x, x]", ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`)].join("\n"),
  "itself.yaml": "base_model: &a [*a]\nmicro_batch_size: *a\n",
  "prototype.yaml": "__proto__: {base_model: a/b}\nconstructor: 1\nbase_model: a/b\nmicro_batch_size: 1\nsequence_len: 8\n",
};
const GOOD = "base_model: Qwen/Qwen2.5-0.5B\nmicro_batch_size: 2\nsequence_len: 1024\nnum_epochs: 1\ndatasets: [{path: a/b}]\n";

/** The time allowed is generous for a slow machine, and far below what any of these would take without bounds. */
test.each(Object.keys(BAD))(
  "%s costs itself at most",
  (name) => {
    const { jobs } = analyse(snapshotOf({ [name]: BAD[name] ?? "", "good.yaml": GOOD }), ["."], emptyConfig);
    expect(jobs.find(({ at }) => at.file === "good.yaml")?.facts["training.micro_batch_size"]?.value).toBe(2);
  },
  20_000,
);
