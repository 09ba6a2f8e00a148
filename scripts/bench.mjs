// Ratios measured in one run on one machine: nothing here is a test, because a busy machine must not fail a build.
//   npm run bench [-- CORPUS]
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROUNDS = 15;
const YAML_ALONE = `
import { readdirSync, readFileSync, statSync } from "node:fs";
import { parseAllDocuments } from "yaml";
const list = (path) => readdirSync(path).flatMap((name) => { const full = path + "/" + name; return statSync(full).isDirectory() ? list(full) : [full]; });
for (const file of list(process.argv[1])) { const text = readFileSync(file, "utf8"); if (/\\.(ya?ml|json)$/.test(file)) parseAllDocuments(text, { uniqueKeys: false, logLevel: "silent" }); }
`;

const median = (xs) => [...xs].sort((a, b) => a - b)[Math.floor(xs.length / 2)];
const timed = (run) => {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1e6;
};
const node = (...args) => spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 30 });

const start = { bare: [], version: [], help: [] };
for (let i = 0; i < ROUNDS; i++) {
  start.bare.push(timed(() => node("-e", "0")));
  start.version.push(timed(() => node("dist/cli.js", "--version")));
  start.help.push(timed(() => node("dist/cli.js", "--help")));
}
const base = median(start.bare);
console.log(
  `start: node -e 0 ${base.toFixed(0)} ms; --version ${(median(start.version) / base).toFixed(2)}x; --help ${(median(start.help) / base).toFixed(2)}x`,
);

const { folder, temporary } = corpus(process.argv[2]);
const files = list(folder);
const check = [];
const yaml = [];
for (let i = 0; i < 3; i++) {
  check.push(timed(() => node("dist/cli.js", "check", folder, "--format", "json", "--fail-on", "never", "--quiet")));
  yaml.push(timed(() => node("--input-type=module", "-e", YAML_ALONE, folder)));
}
const memory = node(
  "--input-type=module",
  "-e",
  `process.argv = [process.argv[0], "cli", "check", ${JSON.stringify(folder)}, "--format", "json", "--fail-on", "never"]; process.stdout.write = () => true; await import(${JSON.stringify(join(process.cwd(), "dist/cli.js"))}); console.error(Math.round(process.resourceUsage().maxRSS / 1024));`,
);
const peak = Number(memory.stderr.trim().split("\n").at(-1));
console.log(
  `check over ${files.length} files: ${median(check).toFixed(0)} ms, ${peak} MB at most; reading and parsing the same with yaml alone ${median(yaml).toFixed(0)} ms: ${(median(check) / median(yaml)).toFixed(2)}x`,
);
green(folder, median(check));
if (temporary) rmSync(folder, { recursive: true, force: true });

/** A pull request that touches no manifest, beside a check of the same files: reading both sides should cost less than working them out twice. */
function green(from, alone) {
  const repository = mkdtempSync(join(tmpdir(), "traincost-green-"));
  cpSync(from, repository, { recursive: true, filter: (path) => !/[\\/](\.git|\.github)([\\/]|$)|\.traincost\.yml$/.test(path) });
  const git = (...args) => spawnSync("git", ["-c", "user.name=b", "-c", "user.email=b@example.org", ...args], { cwd: repository });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-q", "-m", "x");
  const cli = join(process.cwd(), "dist/cli.js");
  const diff = (...args) =>
    spawnSync(process.execPath, [cli, "diff", "HEAD", ...args, "--format", "json"], { cwd: repository, maxBuffer: 1 << 30 });
  const same = [1, 2, 3].map(() => timed(() => diff()));
  writeFileSync(join(repository, "added.txt"), "x");
  const other = [1, 2, 3].map(() => timed(() => diff()));
  console.log(
    `diff with no changed manifest: ${median(same).toFixed(0)} ms, ${(median(same) / alone).toFixed(2)}x of check; with a file added or removed ${(median(other) / alone).toFixed(2)}x`,
  );
  rmSync(repository, { recursive: true, force: true });
}

/** A corpus given or beside the project; else the examples a hundred times. */
function corpus(given) {
  const beside = given ?? "../shared/corpus";
  if (existsSync(beside)) return { folder: beside, temporary: false };
  const target = mkdtempSync(join(tmpdir(), "traincost-bench-"));
  for (let i = 0; i < 100; i++) cpSync("examples", join(target, String(i)), { recursive: true });
  return { folder: target, temporary: true };
}

function list(path) {
  return readdirSync(path).flatMap((name) => {
    const full = join(path, name);
    if (statSync(full).isDirectory()) return list(full);
    return /\.(ya?ml|json|sh|slurm|sbatch)$/.test(name) ? [full] : [];
  });
}
