import { writeFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { folder, traincost } from "./command.js";

const GOOD = "base_model: gpt2\ndatasets: [{path: tatsu-lab/alpaca, type: alpaca}]\nmicro_batch_size: 1\nsequence_len: 512\n";
const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${"bcdefghijklm"
  .split("")
  .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghijklm"[i]}`).join(", ")}]`)
  .join("\n")}\nbase_model: *m\nmicro_batch_size: 1\n`;

const TRAIN = "torchrun --nproc_per_node=8 train.py --model_name_or_path gpt2 --bf16 True --max_steps 100\n";
const loop = (words: string) => `for x in ${words}; do\n${TRAIN}done\n`;
/** Work that ends nowhere, before the training. */
const looped = (begin: string, end: string) => `${begin}y=$x\n${end}${TRAIN}`;

/** Each file beside a good one: the good one is always estimated, and the call never crashes. */
test.each([
  ["empty", { "bad.yaml": "" }, null],
  ["an empty manifest of our own", { "bad.traincost.yml": "" }, "input/syntax"],
  ["one that is all comment", { "bad.traincost.yml": "# later\n" }, "input/syntax"],
  ["one that is a list", { "bad.traincost.yml": "- gpt2\n" }, "input/syntax"],
  ["a line break in the name", { "bad.\n.traincost.yml": "" }, "input/syntax"],
  ["binary", { "bad.yaml": Buffer.from([0, 1, 2, 3, 0]) }, "input/unreadable"],
  ["ten megabytes", { "bad.yaml": `x: ${"y".repeat(10_000_000)}` }, "input/too-large"],
  ["deeply nested", { "bad.yaml": `base_model: ${"[".repeat(5000)}` }, "input/syntax"],
  ["an alias bomb", { "bad.yaml": bomb }, null],
  [
    "a thousand mappings deep",
    { "bad.yaml": `${GOOD}x:${[...Array(1200).keys()].map((depth) => `\n${" ".repeat(depth + 1)}a:`).join("")}` },
    "input/syntax",
  ],
  ["a quarter of a million values", { "bad.yaml": `base_model: [${"1,".repeat(250_000)}]` }, "input/syntax"],
  ["thousands of aliases", { "bad.yaml": `base_model: &a gpt2\nx: [${"*a,".repeat(3000)}]` }, "input/syntax"],
  ["a loop of a thousand turns", { "bad.sh": loop("{1..1000}") }, "input/too-large"],
  ["a loop over a thousand words", { "bad.sh": loop([...Array(1000).keys()].join(" ")) }, "input/too-large"],
  [
    "a thousand words of GNU parallel",
    { "bad.sh": `parallel ${TRAIN.trim()} ::: ${[...Array(1000).keys()].join(" ")}\n` },
    "input/too-large",
  ],
  ["loops in loops", { "bad.sh": looped("for x in {1..60}; do\n".repeat(8), "done\n".repeat(8)) }, "input/too-large"],
  ["a function that calls itself", { "bad.sh": looped("f() { f; f; }\nf\n", "") }, "input/too-large"],
  ["more cards than there are", { "bad.yaml": `# traincost: resources.nodes=1e308\n${GOOD}` }, "input/wrong-type"],
  ["half written", { "bad.yaml": "base_model: gpt2\ndatasets: [{path: x, type" }, "input/syntax"],
  ["a wrong type", { "bad.yaml": "base_model: gpt2\nmicro_batch_size: many\nsequence_len: 512\n" }, "input/wrong-type"],
  ["an unknown accelerator", { "bad.yaml": `# traincost: resources.accelerator=Warp9\n${GOOD}` }, "catalogue/unknown-accelerator"],
  ["an unknown model", { "bad.yaml": GOOD.replace("gpt2", "nobody/nothing") }, "catalogue/unknown-model"],
  ["an unknown unit", { "bad.yaml": `# traincost: data.tokens=5 parsecs\n${GOOD}` }, "input/wrong-type"],
  ["an unknown directive", { "bad.yaml": `# traincost: data.tokns=5B\n${GOOD}` }, "input/unknown-key"],
])("%s", (_, files: Record<string, string | Buffer>, rule) => {
  const { status, stdout } = traincost(["check", ".", "--format", "json", "--fail-on", "never"], {
    cwd: folder({ ...files, "good.yaml": GOOD }),
  });
  expect(status).toBe(0);
  const report = JSON.parse(stdout);
  expect(report.jobs.map((job: { file: string }) => job.file)).toContain("good.yaml");
  const found = report.findings.find((each: { file: string; rule: string }) => each.file.startsWith("bad.") && each.rule === rule);
  if (rule !== null) expect(found).toMatchObject({ rule, line: expect.any(Number) });
});

test("a name that is no UTF-8 is told: what nobody can read is not passed over", () => {
  const cwd = folder({ "good.yaml": GOOD });
  writeFileSync(Buffer.concat([Buffer.from(`${cwd}/bad`), Buffer.from([0xff]), Buffer.from(".traincost.yml")]), GOOD);
  const { stdout } = traincost(["check", ".", "--format", "json"], { cwd });
  expect(JSON.parse(stdout).findings).toContainEqual(expect.objectContaining({ rule: "input/unreadable", severity: "warning" }));
});

test("no manifest at all: exit 0, and it says so", () => {
  const { status, stdout } = traincost(["check", "."], { cwd: folder({ "readme.txt": "hello" }) });
  expect(status).toBe(0);
  expect(stdout).toContain("No training job found");
});

test.each([
  ["an unknown command", ["chekc"], /there is no command/],
  ["an unknown option", ["check", "--formt", "json"], /--formt/],
  ["a path that is not there", ["check", "nowhere"], /nowhere: no such file/],
  ["a base that git does not know", ["diff", "nosuchref"], /nosuchref/],
  ["an unknown format", ["check", "--format", "xml"], /--format is one of/],
])("%s: one line and exit 2", (_, args, message) => {
  const { status, stderr, stdout } = traincost(args);
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
  expect(stdout).toBe("");
});

test.each([
  ["version: 1\ncurency: USD\n", '.traincost.yml:2:1: unknown key "curency"; did you mean "currency"?'],
  ["version: 1\nbudgets: [{name: x, cost: {fial: 3}}]\n", 'unknown key "budgets.0.cost.fial"; did you mean "fail"?'],
  ["version: 2\n", "version should be 1"],
  ["", "the config is empty"],
])("config %j is wrong: exit 2 with the line", (config, message) => {
  const { status, stderr } = traincost(["check", "."], { cwd: folder({ ".traincost.yml": config, "good.yaml": GOOD }) });
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

test("a job over its budget: exit 3, and why", () => {
  const manifest = `# traincost: resources.accelerator=H100\n# traincost: budget.cost=0.01 USD\n${GOOD}`;
  const { status, stdout } = traincost(["check", "."], { cwd: folder({ "job.yaml": manifest }) });
  expect(status).toBe(3);
  expect(stdout).toMatch(/job\.yaml:2: error: budget manifest: .* is over the limit of 0\.010 USD/);
});

test("standard input, explain and every format of the report", () => {
  const input =
    "apiVersion: traincost/v1\nname: x\nmodel: {id: gpt2}\ntraining: {tokens: 1B}\nresources: {accelerator: H100, accelerators_per_node: 1}\n";
  expect(traincost(["estimate", "-"], { input }).stdout).toContain("H100");
  for (const format of ["table", "json", "markdown", "html", "csv", "sarif", "junit", "github"])
    expect(traincost(["estimate", "-", "--format", format, "--fail-on", "never"], { input }).status).toBe(0);
  const cwd = folder({ "x.traincost.yml": input });
  expect(traincost(["explain", "x"], { cwd }).stdout).toMatch(/model\.id +gpt2 +declared at x\.traincost\.yml:3/);
  expect(traincost(["explain", "traincost.yml"], { cwd }).stderr).toMatch(
    /no job is called traincost\.yml; did you mean x\.traincost\.yml#x\?/,
  );
});
