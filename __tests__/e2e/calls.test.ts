import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { folder, traincost } from "./command.js";
import { git, RECIPE } from "./play.js";

const files = {
  "job.yaml": RECIPE,
  "bin.yaml": Buffer.from([0, 1, 2]),
  "huge.yaml": "x".repeat(1_100_000),
  "folder/bin.yaml": Buffer.from([0, 1, 2]),
  "folder/broken.yaml": "a: [1, 2\nb: {",
  "crlf.yaml": RECIPE.replaceAll("\n", "\r\n"),
};

/** One call of a new user: what is typed, the exit code, what standard error says (one line, or nothing). */
test.each<[string, number, string]>([
  ["check nonexist", 2, "nonexist: no such file or folder"],
  ["check job.yaml/below", 2, "job.yaml/below: no such file or folder"],
  ["estimate", 2, "estimate needs a file, or - for standard input: traincost estimate train.yml"],
  ["estimate -", 2, "-: no training job found there; `traincost schema manifest` shows the native manifest"],
  ["estimate - job.yaml", 2, "- stands alone: standard input is one manifest"],
  ["check bin.yaml", 2, "bin.yaml:1: this file is binary, not text; name a manifest"],
  ["check job.yaml bin.yaml", 2, "bin.yaml:1: this file is binary, not text; name a manifest"],
  ["check folder", 0, ""],
  ["check huge.yaml", 2, "huge.yaml:1: this file has 1,100,000 bytes; traincost reads manifests up to 1,000,000; name a manifest"],
  ["merge folder", 2, "folder: this cannot be read as a file of text"],
  ["merge nowhere.json", 2, "nowhere.json: no such file"],
  ["explain bin.yaml", 2, "bin.yaml:1: this file is binary, not text; name a manifest"],
  ["estimate bin.yaml", 2, "bin.yaml:1: this file is binary, not text; name a manifest"],
  ["estimate huge.yaml", 2, "this file has 1,100,000 bytes; traincost reads manifests up to 1,000,000"],
  ["check folder/broken.yaml", 2, "folder/broken.yaml:2:1: this is not valid YAML"],
  ["check job.yaml folder/broken.yaml", 0, ""],
  ["estimate folder/broken.yaml", 2, "this is not valid YAML"],
  ["estimate crlf.yaml", 0, ""],
  ["check crlf.yaml job.yaml", 0, ""],
  ["check --quiet", 0, ""],
  ["check -q", 0, ""],
  ["check --online", 0, "--online: this version has no network sources; nothing was fetched"],
  ["check --online --quiet", 0, ""],
  ["check --shard 2/2", 0, ""],
  ["check --shard 3/2", 2, "--shard is I/N with I from 1 to N, as in --shard 2/4"],
  ["check --shard 0/2", 2, "--shard is I/N with I from 1 to N, as in --shard 2/4"],
  [
    "check --format jsno",
    2,
    "--format is one of table, json, markdown, html, csv, sarif, junit, github, gitlab, not jsno; did you mean json?",
  ],
  ["check --format", 2, "--format needs a value: --format NAME"],
  ["check --frmat json", 2, "there is no option --frmat; did you mean --format?"],
  ["check --fail-on errors", 2, "--fail-on is one of error, warning, never, not errors; did you mean error?"],
  ["check -x", 2, "there is no option -x; a file of that name is ./-x"],
  ["check -- -x", 2, "-x: no such file or folder"],
  ["check --config nope.yml", 2, "nope.yml: no such config file"],
  ["check --output .", 2, ".: cannot be written (EISDIR)"],
  ["check --output=", 2, ": cannot be written (it has no name)"],
  ["check --output job.yaml/below.json", 2, "job.yaml/below.json: cannot be written ("],
  ["chekc", 2, "there is no command chekc; did you mean check?"],
  ["frobnicate", 2, "there is no command frobnicate; traincost help lists them"],
  ["explain nobody", 2, "no job is called nobody; jobs here: crlf.yaml#crlf, job.yaml#job"],
  ["advise", 2, "advise needs one job: its id, name or file, as `traincost check` lists them"],
  ["merge job.yaml", 2, "job.yaml:1: not a traincost report (it is not JSON)"],
  ["schema nothing", 2, "schema is one of config, manifest, report"],
  ["models gtp2", 2, "the catalogue has no model gtp2; nearest: gpt2"],
  ["diff", 2, "diff needs a base commit, and may have a head: traincost diff main [HEAD]"],
  ["diff main", 2, "diff compares commits, and this is no git repository; traincost check estimates what is here"],
])("traincost %s: exit %d", (call, status, said) => {
  const result = traincost(call.split(" "), { cwd: folder(files) });
  expect({ status: result.status, stderr: result.stderr }).toEqual({ status, stderr: said === "" ? "" : expect.stringContaining(said) });
  expect(result.stderr.trim().split("\n")).toHaveLength(1);
  if (status === 2) expect(result.stdout).toBe("");
});

/** A folder of one good file and of others that are there and cannot be read; root may read everything but the links. */
function closed(): string {
  const root = folder({ "job.yaml": RECIPE, "own.yaml": RECIPE, "below/job.yaml": RECIPE });
  symlinkSync("/etc/hostname", join(root, "out.yaml"));
  symlinkSync("nowhere.yaml", join(root, "dangling.yaml"));
  for (const path of ["own.yaml", "below"]) chmodSync(join(root, path), 0);
  return root;
}
const asRoot = process.getuid?.() === 0;

test.each<[string, number, string]>([
  [
    "check out.yaml",
    2,
    "out.yaml:1: this file cannot be read: no permission, no regular file, or a link out of the repository; name a manifest",
  ],
  ["check dangling.yaml", 2, "dangling.yaml: no such file or folder"],
  ["check", 0, ""],
  ...(asRoot
    ? []
    : ([
        ["check own.yaml", 2, "own.yaml:1: this file cannot be read: no permission"],
        ["check below", 2, "below: this folder may not be listed; check its permissions"],
        ["check --config own.yaml", 2, "own.yaml: this config cannot be read; check its permissions"],
      ] satisfies [string, number, string][])),
])("what was named and cannot be read makes the call wrong: %s", (call, status, said) => {
  const { stdout, ...result } = traincost([...call.split(" "), "--format", "json"], { cwd: closed() });
  expect(result).toEqual({ status, stderr: said === "" ? "" : expect.stringContaining(`traincost: ${said}`) });
  const told = status === 0 ? (JSON.parse(stdout) as { findings: { rule: string; file: string }[] }).findings : [];
  const unread = told.filter(({ rule }) => rule === "input/unreadable").map(({ file }) => file);
  if (status === 0) expect(unread).toEqual(asRoot ? ["out.yaml"] : ["below/", "out.yaml", "own.yaml"]);
});

const shell = (script: string, input: string | Buffer = "") =>
  spawnSync(
    "bash",
    [
      "-c",
      `set -o pipefail; traincost() { "${process.env.TRAINCOST_NODE ?? process.execPath}" "${resolve("dist/cli.js")}" "$@"; }; ${script}`,
    ],
    {
      cwd: folder({ "job.yaml": `# traincost: budget.cost=0.01 USD\n${RECIPE}` }),
      input,
      encoding: "utf8",
    },
  );

test.each<[string, string, number, string]>([
  ["a reader that closes early takes the rest", "traincost schema report | true", 0, ""],
  ["and nothing from the verdict", "traincost check --format json | true", 3, ""],
  ["standard input that is closed", "traincost estimate - <&-", 2, "traincost: -: "],
  ["standard input that is binary", "head -c 9 /dev/zero | traincost estimate -", 2, "traincost: -: standard input is closed or not text"],
  ["standard input by a pipe", "cat job.yaml | traincost estimate - --fail-on never >/dev/null", 0, ""],
])("%s", (_, script, status, said) => {
  const result = shell(script);
  expect({ status: result.status, stderr: result.stderr }).toEqual({
    status,
    stderr: expect.stringMatching(said === "" ? /^$/ : new RegExp(`^${said}`)),
  });
});

const SECOND = RECIPE.replace("micro_batch_size: 1", "micro_batch_size: 2");

/** main and topic part after the first commit; main gets one job of its own, topic changes one and is checked out. */
function repository(): string {
  const root = folder({
    "train/job.yaml": RECIPE,
    "other/job.yaml": RECIPE,
    ".traincost.yml": "version: 1\nbudgets: [{name: tiny, match: {paths: [train/**]}, cost: {fail: 0.01}}]\n",
  });
  const commit = (path: string, text: string) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "x");
  };
  git(root, "init", "-q", "-b", "main");
  commit("readme.txt", "x");
  git(root, "checkout", "-q", "-b", "topic");
  commit("train/job.yaml", SECOND);
  git(root, "checkout", "-q", "main");
  commit("main/own.yaml", RECIPE.replace("512", "256"));
  git(root, "checkout", "-q", "topic");
  return root;
}

const told = (stdout: string) =>
  (JSON.parse(stdout) as { jobs: { file: string; change: { status: string } }[] }).jobs
    .filter(({ change }) => change.status !== "unchanged")
    .map(({ file, change }) => `${change.status} ${file}`);

test.each<[string, string, string[]]>([
  ["diff main", ".", ["changed train/job.yaml"]],
  ["diff main", "train", ["changed train/job.yaml"]],
  ["diff main", "other", ["changed train/job.yaml"]],
  ["diff main topic", "train", ["changed train/job.yaml"]],
  ["diff main...topic", ".", ["changed train/job.yaml"]],
  ["diff main..topic", ".", ["changed train/job.yaml", "removed main/own.yaml"]],
  ["diff topic..main", ".", ["changed train/job.yaml", "added main/own.yaml"]],
  ["diff main..", ".", ["changed train/job.yaml", "removed main/own.yaml"]],
  ["diff topic", ".", []],
  ["diff topic main", "train", ["added main/own.yaml"]],
  ["diff main main~1", ".", ["removed main/own.yaml"]],
])("traincost %s in %s", (call, where, expected) => {
  const { stdout, stderr } = traincost([...call.split(" "), "--format", "json", "--quiet"], { cwd: join(repository(), where) });
  expect(stderr).toBe("");
  expect(told(stdout).sort()).toEqual([...expected].sort());
});

test("a detached head is a head, and the fork point is said", () => {
  const root = repository();
  git(root, "checkout", "-q", "--detach");
  const { stdout, stderr } = traincost(["diff", "main", "--format", "json"], { cwd: root });
  expect(told(stdout)).toEqual(["changed train/job.yaml"]);
  expect(stderr).toMatch(/^traincost: counted from [0-9a-f]{12}, where HEAD left main; main\.\.HEAD compares the two themselves\n$/);
});

test.each<[string, (root: string) => string, string, string]>([
  ["a commit that is not there", (root) => root, "diff nosuchref", "nosuchref: git knows no such commit here; in a shallow clone"],
  ["an option as a commit", (root) => root, "diff -- --output=x", "--output=x: git knows no such commit here"],
  ["a head that is not there", (root) => root, "diff main nosuchref", "nosuchref: git knows no such commit"],
  ["a file as a commit", (root) => root, "diff main:readme.txt", "main:readme.txt: git knows no such commit"],
  ["a bare repository", bare, "diff main", "a bare repository has no working tree to compare with: traincost diff main HEAD"],
  [
    "no commit yet",
    () => unborn(),
    "diff HEAD",
    "HEAD: this repository has no commit here yet; traincost check estimates the working tree",
  ],
])("%s: one line and exit 2", (_, place, call, said) => {
  const { status, stdout, stderr } = traincost(call.split(" "), { cwd: place(repository()) });
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^traincost: .*\n$/);
  expect(stderr).toContain(said);
});

function bare(root: string): string {
  const copy = join(folder({}), "bare.git");
  git(root, "clone", "-q", "--bare", root, copy);
  return copy;
}

function unborn(): string {
  const root = folder({ "job.yaml": RECIPE });
  git(root, "init", "-q");
  return root;
}

test("two commits of a bare repository are compared", () => {
  const { stdout } = traincost(["diff", "main", "topic", "--format", "json", "--quiet"], { cwd: bare(repository()) });
  expect(told(stdout)).toEqual(["changed train/job.yaml"]);
});

test("a config found upwards means its own folder: the same budget fails from every folder", () => {
  const root = repository();
  for (const [where, named] of [
    [".", "train"],
    ["train", "."],
    ["other", "../train"],
  ] as const) {
    const { status, stdout } = traincost(["check", named, "--format", "json"], { cwd: join(root, where) });
    expect([where, status, JSON.parse(stdout).jobs.map(({ id }: { id: string }) => id)]).toEqual([where, 3, ["train/job.yaml#job"]]);
  }
  for (const wanted of ["job", "job.yaml", "job.yaml#job", "train/job.yaml#job"])
    expect(traincost(["explain", wanted], { cwd: join(root, "train") }).stdout).toContain("train/job.yaml");
});

test("a part's own config speaks of its folder in check; diff takes the top's, as the Action does", () => {
  const root = repository();
  writeFileSync(
    join(root, "other/.traincost.yml"),
    "version: 1\nbudgets: [{name: part, match: {paths: [job.yaml]}, cost: {fail: 0.02}}]\n",
  );
  const over = (call: string) => {
    const { stdout } = traincost([...call.split(" "), "--format", "json", "--quiet"], { cwd: join(root, "other") });
    const { budgets } = JSON.parse(stdout) as { budgets: { name: string; verdict: string; job: string }[] };
    // Over on base already and not raised is a warning of diff, not a failure.
    return budgets.filter(({ verdict }) => verdict === "fail" || verdict === "warn").map(({ name, job }) => `${name} ${job}`);
  };
  expect(over("check")).toEqual(["part job.yaml#job"]);
  expect(over("diff main")).toEqual(["tiny train/job.yaml#job"]);
});

/** Contract section 2: `estimate` is the same without budgets, and a manifest's own is one. */
test.each([
  ["estimate", 0],
  ["check", 3],
])("%s of a manifest over its own budget", (command, code) => {
  const manifest =
    "apiVersion: traincost/v1\nmodel: {id: gpt2}\ntraining: {tokens: 1B}\nresources: {accelerator: H100}\nbudget: {cost: 0.01}\n";
  expect(traincost([command, "over.traincost.yml"], { cwd: folder({ "over.traincost.yml": manifest }) }).status).toBe(code);
});

/** `--output` and `--format json` are of every command that prints. */
test.each(["explain job.yaml", "advise job.yaml", "models", "models gpt2", "accelerators", "prices aws", "schema config"])(
  "%s into a file",
  (call) => {
    const cwd = folder({ "job.yaml": RECIPE });
    const { status, stdout } = traincost([...call.split(" "), "--format", "json", "--output", "out.json"], { cwd });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(JSON.parse(readFileSync(join(cwd, "out.json"), "utf8"))).toBeTruthy();
  },
);

test.each<[string, number, string]>([
  ["explain job.yaml --format html", 2, "--format is one of table, json, not html"],
  ["models --format csv", 2, "--format is one of table, json, not csv"],
  ["models zephyr", 2, "the catalogue has no model zephyr; nearest: "],
  ["prices NVIDIA-H100-SXM", 0, ""],
])("traincost %s", (call, code, said) => {
  const { status, stderr } = traincost(call.split(" "), { cwd: folder({ "job.yaml": RECIPE }) });
  expect({ status, stderr }).toEqual({ status: code, stderr: expect.stringContaining(said) });
});
