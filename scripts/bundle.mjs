// Builds dist/index.js (the Action) and dist/cli.js (the command line) from the compiled sources; each carries only what it needs.
// --check builds into a temporary folder and compares.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ENTRIES = { "index.js": "action", "cli.js": "cli" };
const check = process.argv.includes("--check");
const work = mkdtempSync(join(tmpdir(), "traincost-bundle-"));

const files = {};
const licences = new Map();
for (const [file, entry] of Object.entries(ENTRIES)) {
  const out = join(work, entry);
  execFileSync(
    "node_modules/.bin/ncc",
    ["build", `build/src/bin/${entry}.js`, "-o", out, "--no-cache", "--license", "licenses.txt", "--quiet"],
    { stdio: "inherit" },
  );
  const extra = readdirSync(out).filter((name) => !["index.js", "licenses.txt", "package.json"].includes(name));
  if (extra.length > 0) throw new Error(`ncc wrote more than one file for ${entry}: ${extra.join(", ")}`);
  files[file] = readFileSync(join(out, "index.js"), "utf8");
  for (const block of readFileSync(join(out, "licenses.txt"), "utf8").split(
    /\n\n(?=\S+\n(?:MIT|ISC|Apache-2\.0|BSD|0BSD|BlueOak)[^\n]*\n)/,
  ))
    licences.set(block.split("\n")[0], block.trim());
}
files["licenses.txt"] = `${[...licences.keys()]
  .sort()
  .map((name) => licences.get(name))
  .join("\n\n")}\n`;
rmSync(work, { recursive: true, force: true });

const stale = Object.keys(files).filter(
  (name) => !existsSync(join("dist", name)) || readFileSync(join("dist", name), "utf8") !== files[name],
);
const left = existsSync("dist") ? readdirSync("dist").filter((name) => !(name in files)) : [];
if (check && stale.length + left.length > 0) {
  console.error(`dist/ is not what the sources build (run \`npm run build\`): ${[...stale, ...left].join(", ")}`);
  process.exitCode = 1;
} else if (check) console.log("dist/ is what the sources build");
else {
  rmSync("dist", { recursive: true, force: true });
  mkdirSync("dist");
  for (const [name, text] of Object.entries(files)) writeFileSync(join("dist", name), text);
  console.log(
    Object.entries(files)
      .map(([name, text]) => `dist/${name} ${Math.round(text.length / 1024)} kB`)
      .join(", "),
  );
}
