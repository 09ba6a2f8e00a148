import { expect, test } from "@jest/globals";
import { DOMParser, onErrorStopParsing } from "@xmldom/xmldom";
import fc from "fast-check";
import { marked, type Token } from "marked";
import { parse } from "parse5";
import { REPORTERS } from "../../src/reporters/index.js";
import { changed, finding, report } from "./made.js";

const PARTS = [
  "@team",
  "#12",
  "##12",
  "GH-1",
  "o/r#3",
  "<img src=x onerror=y>",
  "<!--",
  "</details>",
  "[a](https://evil.example)",
  "![i](x)",
  "https://evil.example",
  "www.evil.example",
  "a@evil.example",
];
const MARKS = [
  "|",
  "\\",
  "`",
  "```",
  "**",
  "_",
  "~~",
  "\n",
  "\r\n",
  "\u202e",
  "\u200b",
  "\u0000",
  "=1+1",
  '"',
  "'",
  "]]>",
  "&lt;",
  "&#64;x",
  "\ud800",
  "名",
  " ",
  "a",
];
const text = fc.array(fc.constantFrom(...PARTS, ...MARKS), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(""));
const BLOB = "https://github.example/o/r/blob/abc/";
const OURS = /^<\/?(details|summary|sub|br)>|^<details(?: open)?><summary>[\w ,:()]+<\/summary>/;

/** One hostile text in every position where a file's text is shown. */
function attacked(evil: string) {
  const input = { path: evil, from: evil, to: evil, file: evil, line: 1 };
  const plainJob = changed("a", 1, 2);
  const made = changed("a", 1, 2, {
    id: evil,
    name: evil,
    file: evil,
    verdict: "fail",
    model: { ...plainJob.model, id: evil },
    training: { method: evil },
    resources: { accelerator: evil, accelerators: 1 },
    origins: { [`training.epochs${evil}`]: { kind: "assumed", file: null, line: null, note: evil } },
    alternatives: [{ title: evil, changes: [input], cost: null, peak_gib: null }],
    change: {
      status: "changed",
      cost: null,
      gpu_hours: null,
      peak_gib: null,
      base_verdict: null,
      base: null,
      inputs: [{ ...input, base_file: evil, base_line: 1 }],
    },
  });
  const budget = {
    name: evil,
    per: evil,
    metric: evil,
    job: evil,
    limit: 1,
    measured: 2,
    unit: evil,
    verdict: "fail",
    source: { file: evil, line: 1 },
  } as const;
  return report(
    [made],
    [finding(made, "budget/over", "error", evil, evil), finding(made, "estimate/refused", "notice", evil, evil)],
    [budget],
  );
}

function check(token: Token) {
  expect(token.type).not.toBe("image");
  if (token.type === "link") expect(token.href.startsWith(BLOB)).toBe(true);
  if (token.type === "html") expect(token.raw.trim().split("\n")[0]).toMatch(OURS);
  if (token.type === "text" && !("tokens" in token && token.tokens))
    expect(token.raw.replace(/&#\d+;/g, "")).not.toMatch(/@\w|#\d|GH-\d|\bhttps?:\/\/|www\.\w/);
}

test("nothing alive comes out of a comment", () => {
  fc.assert(
    fc.property(text, (evil) => {
      const rendered = REPORTERS.markdown.render(attacked(evil), { blobUrl: BLOB });
      marked.walkTokens(marked.lexer(rendered, { gfm: true }), check);
      for (const table of rendered.split(/\n\n/).filter((part) => part.startsWith("| "))) {
        const cells = table.split("\n").map((row) => row.replace(/\\\|/g, "").split("|").length);
        expect(new Set(cells).size).toBe(1);
      }
    }),
    { numRuns: 300 },
  );
});

const ELEMENTS = new Set(
  "html head meta title style body main h1 h2 h3 span p br small b ul li code div table caption thead tbody tr th td details summary ol svg desc rect line footer".split(
    " ",
  ),
);

function elements(node: unknown): readonly { readonly name: string; readonly attributes: readonly string[] }[] {
  const { nodeName, childNodes, attrs } = node as { nodeName: string; childNodes?: unknown[]; attrs?: { name: string }[] };
  const own = nodeName.startsWith("#") ? [] : [{ name: nodeName, attributes: (attrs ?? []).map(({ name }) => name) }];
  return [...own, ...(childNodes ?? []).flatMap(elements)];
}

test("nothing alive comes out of the page", () => {
  fc.assert(
    fc.property(text, (evil) => {
      for (const { name, attributes } of elements(parse(REPORTERS.html.render(attacked(evil), {})))) {
        if (name !== "documentType") expect([...ELEMENTS, "#documentType"]).toContain(name);
        expect(attributes.filter((each) => /^(on|href|src)/.test(each))).toEqual([]);
      }
    }),
    { numRuns: 100 },
  );
});

test("JUnit stays well-formed", () => {
  fc.assert(
    fc.property(text, (evil) => {
      const made = attacked(evil);
      const jobs = made.jobs.map((job) => ({ ...job, findings: made.findings }));
      const parsed = new DOMParser({ onError: onErrorStopParsing }).parseFromString(
        REPORTERS.junit.render({ ...made, jobs }, {}),
        "text/xml",
      );
      expect(parsed.getElementsByTagName("testcase").length).toBe(1);
    }),
  );
});

test("no cell of the CSV is a formula, no command begins in an annotation", () => {
  fc.assert(
    fc.property(text, (evil) => {
      for (const line of REPORTERS.csv.render(attacked(evil), {}).split("\r\n")) expect(line).not.toMatch(/(^|,)"?[=+@]/);
      for (const line of REPORTERS.github.render(attacked(evil), {}).trimEnd().split("\n"))
        expect(line).toMatch(/^::(error|warning|notice) /);
    }),
  );
});
