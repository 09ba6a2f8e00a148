import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "@jest/globals";

/** The table of docs/architecture.md, by room: it may import itself and the rooms named in the third column. */
const MAY_IMPORT = new Map(
  [...readFileSync("docs/architecture.md", "utf8").matchAll(/^\| `([\w.]+)` \|[^|]*\|([^|]*)\|/gm)].map(
    ([, room = "", named = ""]) => [room, named.trim() === "nothing" ? [] : named.trim().split(", ")] as const,
  ),
);
/** Packages and built-ins, each with the only places that may load it. */
const ONLY_IN: Readonly<Record<string, RegExp>> = {
  unbash: /^src\/text\/shell[\w-]*\.ts$/,
  "js-yaml": /^src\/text\/yaml[\w-]*\.ts$/,
  yaml: /^src\/(text\/yaml-lenient|config\/[\w-]+)\.ts$/,
  "@actions/": /^src\/(adapters|bin)\//,
  "node:": /^src\/(adapters|bin)\//,
};
const IMPURE = /\b(process\.|Date\.now|new Date\(\)|fetch\(|console\.|Math\.random)/;
const PURE = /^src\/(model|text|vocabulary|programs|formats|frameworks|catalog|estimate|checks|config|reporters|engine)\//;

const sources = list("src").filter((file) => file.endsWith(".ts") && !file.includes(".generated."));
const imports = new Map(sources.map((file) => [file, importsOf(file)]));

function list(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? list(path) : [path];
  });
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:from|import\()\s*(?:\/\*.*?\*\/\s*)?"([^"]+)"/g)].map(([, name = ""]) =>
    name.startsWith(".") ? normalize(join(dirname(file), name)).replace(/\.js$/, ".ts") : name,
  );
}

/** Files of `src/` itself are the door, and the version that it tells. */
const roomOf = (file: string) => (file.split("/").length > 2 ? (file.split("/")[1] ?? "") : "run.ts");

test("every room is in the table, and imports only the rooms it may", () => {
  expect([...MAY_IMPORT.keys()].sort()).toEqual([...new Set(sources.map(roomOf))].sort());
  const wrong = [...imports].flatMap(([file, names]) =>
    names
      .filter((name) => name.startsWith("src/") && roomOf(name) !== roomOf(file) && !MAY_IMPORT.get(roomOf(file))?.includes(roomOf(name)))
      .map((name) => `${file} imports ${name}`),
  );
  expect(wrong).toEqual([]);
});

test("packages and built-ins stay where they belong", () => {
  const wrong = [...imports].flatMap(([file, names]) =>
    names
      .filter((name) => !name.startsWith("src/"))
      .filter((name) => {
        const rule = Object.entries(ONLY_IN).find(([prefix]) => name === prefix || (/[:/]$/.test(prefix) && name.startsWith(prefix)));
        return rule && !rule[1].test(file);
      })
      .map((name) => `${file} imports ${name}`),
  );
  expect(wrong).toEqual([]);
});

test("the core has no clock, no process, no network and no console", () => {
  const wrong = sources.filter(
    (file) => PURE.test(file) && IMPURE.test(readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")),
  );
  expect(wrong).toEqual([]);
});

test("no import circle", () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file) || path.includes(file)) return;
    for (const name of imports.get(file) ?? []) if (imports.has(name)) visit(name, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  expect(circles).toEqual([]);
});

test("no file has grown past 200 lines", () => {
  expect(sources.filter((file) => readFileSync(file, "utf8").trimEnd().split("\n").length > 200)).toEqual([]);
});

test("every format folder has a face, a readme and an id like its folder", () => {
  const folders = readdirSync("src/formats").filter((name) => statSync(join("src/formats", name)).isDirectory());
  expect(folders.length).toBeGreaterThan(5);
  for (const name of folders) {
    expect(readFileSync(join("src/formats", name, "readme.md"), "utf8")).toMatch(new RegExp(`^# ${name}\n`));
    expect(readFileSync(join("src/formats", name, "index.ts"), "utf8")).toContain(`id: "${name}"`);
  }
});
