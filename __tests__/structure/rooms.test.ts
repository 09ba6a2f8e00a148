import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "@jest/globals";

/** docs/architecture.md says why; this holds it. A room may import itself and the rooms named. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  text: ["model"],
  vocabulary: ["model", "text"],
  programs: ["model", "text", "vocabulary"],
  formats: ["model", "text", "vocabulary", "programs"],
  frameworks: ["model"],
  catalog: ["model"],
  estimate: ["model", "frameworks", "catalog"],
  config: ["model", "text"],
  checks: ["model", "config"],
  reporters: ["model"],
  engine: ["model", "text", "formats", "frameworks", "catalog", "estimate", "config", "checks"],
  adapters: ["model"],
  // the door and the two shells, files of src/ itself
  ".": ["model", "engine", "config", "checks", "catalog", "estimate", "reporters", "commands"],
  commands: [".", "model", "engine", "config", "catalog", "checks", "reporters"],
  bin: [".", "model", "adapters"],
};
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

const roomOf = (file: string) => (file.split("/").length > 2 ? (file.split("/")[1] ?? "") : ".");

test("every room imports only the rooms it may", () => {
  const wrong = [...imports].flatMap(([file, names]) =>
    names
      .filter((name) => name.startsWith("src/") && roomOf(name) !== roomOf(file) && !MAY_IMPORT[roomOf(file)]?.includes(roomOf(name)))
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

/** Tables are data: they may be as long as the world is. */
const TABLES = /(estimate\/working\/time|frameworks\/profiles)\.ts$/;

test("no file has grown past 200 lines", () => {
  expect(sources.filter((file) => !TABLES.test(file) && readFileSync(file, "utf8").split("\n").length > 201)).toEqual([]);
});

test("every format folder has a face, a readme and an id like its folder", () => {
  const folders = readdirSync("src/formats").filter((name) => statSync(join("src/formats", name)).isDirectory());
  expect(folders.length).toBeGreaterThan(5);
  for (const name of folders) {
    expect(readFileSync(join("src/formats", name, "readme.md"), "utf8")).toMatch(new RegExp(`^# ${name}\n`));
    expect(readFileSync(join("src/formats", name, "index.ts"), "utf8")).toContain(`id: "${name}"`);
  }
});
