// Runs every generator: first those the sources need, then tsc, then those that read the compiled sources.
// --check writes nothing and fails when a generated file is stale.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";

const check = process.argv.includes("--check");
const BEFORE = ["generate-registry.mjs", "generate-catalog.mjs", "generate-validators.mjs"];
const all = readdirSync("scripts").filter((name) => /^generate-.*\.mjs$/.test(name));

const stale = [];
for (const name of BEFORE.filter((each) => all.includes(each))) stale.push(...(await run(name)));
execFileSync("node_modules/.bin/tsc", ["-p", "tsconfig.json"], { stdio: "inherit" });
for (const name of all.filter((each) => !BEFORE.includes(each)).sort()) stale.push(...(await run(name)));

async function run(name) {
  const { generate } = await import(`./${name}`);
  return generate({ check });
}

if (stale.length === 0) console.log("generated files are up to date");
else if (check) {
  console.error(`stale generated files (run \`npm run generate\`):\n${stale.map((path) => `  ${path}`).join("\n")}`);
  process.exitCode = 1;
} else console.log(`wrote ${stale.join(", ")}`);
