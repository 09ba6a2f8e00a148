import { expect, test } from "@jest/globals";
import { parse } from "parse5";
import { html } from "../../src/reporters/html.js";
import { STYLE } from "../../src/reporters/style.js";
import { changed, finding, job, report } from "./made.js";

interface Element {
  readonly nodeName: string;
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly Element[];
}

const over = changed("sft-70b", 1200, 1900, { verdict: "fail" });
const made = report([over, changed("old", 50, 50), job("mystery", null)], [finding(over, "budget/over", "error", "over")]);
const text = html.render(made, {});
const all = (node: Element): readonly Element[] => [node, ...(node.childNodes ?? []).flatMap(all)];
const elements = all(parse(text) as unknown as Element);
const named = (name: string) => elements.filter(({ nodeName }) => nodeName === name);
const attribute = (element: Element, name: string) => element.attrs?.find((each) => each.name === name)?.value;

test("the page may load nothing and run nothing", () => {
  const [policy] = named("meta").filter((each) => attribute(each, "http-equiv") === "Content-Security-Policy");
  expect(policy && attribute(policy, "content")).toMatch(/^default-src 'none'; style-src 'unsafe-inline';/);
  expect(STYLE).not.toMatch(/url\(|@import|expression/);
  expect(named("script")).toEqual([]);
});

test("every table has a caption and scoped heads, every picture a title and a description", () => {
  expect(named("table").length).toBe(named("caption").length);
  expect(named("th").every((each) => /^(col|row)$/.test(attribute(each, "scope") ?? ""))).toBe(true);
  const ids = new Set(elements.map((each) => attribute(each, "id")));
  expect(named("svg").length).toBeGreaterThan(5);
  for (const svg of named("svg")) {
    expect(attribute(svg, "role")).toBe("img");
    const says = attribute(svg, "aria-labelledby")?.split(" ") ?? [];
    expect(says.length === 2 && says.every((id) => ids.has(id))).toBe(true);
  }
});

test("one first heading, and none is skipped", () => {
  const levels = elements.flatMap(({ nodeName }) => (/^h\d$/.test(nodeName) ? [Number(nodeName[1])] : []));
  expect(levels[0]).toBe(1);
  expect(levels.filter((level) => level === 1).length).toBe(1);
  expect(levels.every((level, i) => level <= (levels[i - 1] ?? 0) + 1)).toBe(true);
});

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const full = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join("") : hex.slice(1);
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((i) => {
    const part = Number.parseInt(full.slice(i, i + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a: string, b: string) => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

const SCHEMES = [...STYLE.matchAll(/:root\{([^}]*--bg[^}]*)\}/g)].map(
  ([, body = ""]) => new Map([...body.matchAll(/--(\w+):(#\w+)/g)].map(([, name = "", hex = ""]) => [name, hex])),
);

test.each(["light", "dark", "print"].map((name, i) => [name, i] as const))("AA contrast, %s", (_name, i) => {
  const scheme = SCHEMES[i] ?? new Map();
  const against = (name: string) => contrast(scheme.get(name) ?? "#fff", scheme.get("bg") ?? "#fff");
  for (const words of ["fg", "dim", "pass", "warn", "fail"]) expect([words, against(words) >= 4.5]).toEqual([words, true]);
  for (const shape of ["bar", "was", "fail"]) expect([shape, against(shape) >= 3]).toEqual([shape, true]);
});
