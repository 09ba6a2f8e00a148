import { expect, test } from "@jest/globals";
import { play, RECIPE, STRICT, told, warnings } from "./play.js";

const OTHER = RECIPE.replace("1B", "2B").replace("512", "1024");
const push = (before: string) => ({ before, repository: { default_branch: "main" } });

test("what the base branch got since the fork is not shown as this pull request's", async () => {
  const result = await play({ base: { "old.yml": RECIPE }, head: { "new.yml": RECIPE }, main: { "old.yml": OTHER, "theirs.yml": RECIPE } });
  expect(told(result)).toEqual(["added new.yml#new", "unchanged old.yml#old", "unchanged theirs.yml#theirs"]);
});

test("the same without the merge commit: the head itself checked out is compared with its fork point", async () => {
  const result = await play({
    base: { "old.yml": RECIPE },
    head: { "new.yml": RECIPE },
    main: { "old.yml": OTHER, "theirs.yml": RECIPE },
    inputs: { "head-ref": "topic" },
  });
  expect(told(result)).toEqual(["added new.yml#new", "unchanged old.yml#old"]);
});

test("the policy is the base branch's of today, not that of an old fork point", async () => {
  const { status } = await play({
    base: {},
    head: { "job.yml": RECIPE },
    main: { ".traincost.yml": STRICT },
    inputs: { "head-ref": "topic" },
  });
  expect(status).toBe(1);
});

test("a shallow checkout of the merge commit: the base's files come from the API, only those that differ", async () => {
  const base = { "old.yml": RECIPE, "same.yml": OTHER, ".traincost.yml": STRICT };
  const result = await play({
    base,
    head: { "old.yml": OTHER },
    main: { "README.md": "x" },
    shallow: true,
    github: ({ main }) => ({ trees: { [main]: { ...base, "README.md": "x" } }, contents: { ".traincost.yml": STRICT } }),
  });
  expect(told(result)).toEqual(["changed old.yml#old", "unchanged same.yml#same"]);
  expect(warnings(result)).toEqual([]);
  expect(result.server.asked.filter((asked) => asked.includes("/git/blobs/"))).toHaveLength(1);
  expect(result.server.violations).toEqual([]);
});

test("a shallow checkout: what states the framework's version is read on both sides", async () => {
  const trl =
    "# traincost: resources.accelerator=A100-80GB\nmodel_name_or_path: gpt2\ndataset_name: trl-lib/Capybara\nmax_length: 1024\nper_device_train_batch_size: 2\nnum_train_epochs: 1\n";
  const base = { "train/sft.yaml": trl, "requirements.txt": "trl==0.12.2\n" };
  const result = await play({
    base,
    head: { "new.yml": OTHER },
    main: { "README.md": "x" },
    shallow: true,
    github: ({ main }) => ({ trees: { [main]: { ...base, "README.md": "x" } } }),
  });
  expect(told(result)).toEqual(["added new.yml#new", "unchanged train/sft.yaml#sft"]);
});

test("a shallow checkout of the head: the API says where it left the base branch", async () => {
  const base = { "old.yml": RECIPE };
  const result = await play({
    base,
    head: { "new.yml": OTHER },
    shallow: true,
    payload: ({ head }) => ({ pull_request: { number: 1, base: { sha: "1".repeat(40) }, head: { sha: head } } }),
    github: ({ base: fork }) => ({ mergeBase: fork, trees: { [fork]: base, ["1".repeat(40)]: {} } }),
  });
  expect(told(result)).toEqual(["added new.yml#new", "unchanged old.yml#old"]);
  expect(result.server.violations).toEqual([]);
});

test.each([
  ["the API does not have it either", {}],
  ["too large for the API", { truncatedTree: true, trees: { ["1".repeat(40)]: {} } }],
])("a base nobody has: it is said once how to mend it, and the base's policy still counts (%s)", async (why, github) => {
  const result = await play({
    base: {},
    head: { "job.yml": RECIPE },
    payload: ({ head }) => ({ pull_request: { number: 1, base: { sha: "1".repeat(40) }, head: { sha: head } } }),
    github: { ...github, contents: { ".traincost.yml": STRICT } },
  });
  expect(result.status).toBe(1);
  expect(warnings(result)).toHaveLength(1);
  expect(result.log).toContain(why);
  expect(result.log).toContain("fetch-depth: 0");
});

test.each([
  ["merge_group: the queue's own base", "merge_group", "base", ["added new.yml#new", "unchanged old.yml#old"]],
  ["push: what stood there before", "push", "base", ["added new.yml#new", "unchanged old.yml#old"]],
  ["schedule: everything, nothing compared", "schedule", "none", ["not compared new.yml#new", "not compared old.yml#old"]],
  ["workflow_dispatch: the same", "workflow_dispatch", "none", ["not compared new.yml#new", "not compared old.yml#old"]],
])("%s", async (_, event, before, expected) => {
  const payload = ({ base }: { base: string }) =>
    before === "none" ? {} : event === "merge_group" ? { merge_group: { base_sha: base } } : push(base);
  const result = await play({ base: { "old.yml": RECIPE }, head: { "new.yml": OTHER }, event, payload });
  expect(told(result)).toEqual(expected);
  expect([result.status, warnings(result), result.server.asked]).toEqual([0, [], []]);
});

test("push of a new branch: nothing stood there before, and without the default branch nothing is compared", async () => {
  const result = await play({ base: {}, head: { "new.yml": RECIPE }, event: "push", payload: () => push("0".repeat(40)) });
  expect([result.status, told(result), warnings(result)]).toEqual([0, ["not compared new.yml#new"], []]);
});

test("a forced push whose commit before is gone: it is said, everything is reported", async () => {
  const result = await play({ base: {}, head: { "new.yml": RECIPE }, event: "push", payload: () => push("1".repeat(40)) });
  expect([result.status, told(result), warnings(result).length]).toEqual([0, ["not compared new.yml#new"], 1]);
});

test("Gitea and Forgejo: no pages, no GraphQL, a bot of their own", async () => {
  const old = { body: "<!-- traincost:v1 key=default -->\nold", login: "gitea-actions" };
  const others = Array.from({ length: 120 }, (_, i) => ({ body: `comment ${i}`, login: "alice" }));
  const { status, server } = await play({
    base: {},
    head: { "job.yml": RECIPE },
    env: { GITEA_ACTIONS: "true" },
    github: { pageless: true, comments: [...others, old] },
  });
  expect([status, server.comments.length, server.comments[120]?.body.includes("traincost:run 701")]).toEqual([0, 121, true]);
});

test("Gitea and Forgejo below /api/v1: a large tree comes in pages, and no comparison says where the branch left its base", async () => {
  const base = { "a.yml": RECIPE, "b.yml": OTHER, "c.yml": RECIPE.replace("512", "256") };
  const result = await play({
    base,
    head: { "c.yml": OTHER },
    main: { "README.md": "x" },
    shallow: true,
    env: { GITEA_ACTIONS: "true" },
    github: ({ main }) => ({ prefix: "/api/v1", treePage: 2, trees: { [main]: { ...base, "README.md": "x" } } }),
  });
  expect(told(result)).toEqual(["changed c.yml#c", "unchanged a.yml#a", "unchanged b.yml#b"]);
  expect(result.server.asked.every((asked) => /^[A-Z]+ \/api\/v1\//.test(asked) || asked === "POST /api/graphql")).toBe(true);
});

test.each(["/api/v3", "/api/v1"])("an API below %s: the comment is written there", async (prefix) => {
  const { status, server } = await play({ base: {}, head: { "job.yml": RECIPE }, github: { prefix } });
  expect([status, server.comments.length]).toEqual([0, 1]);
});

test("Enterprise Server: links lead to its own address", async () => {
  const { server } = await play({ base: {}, head: { "job.yml": RECIPE }, env: { GITHUB_SERVER_URL: "https://git.example.org" } });
  expect(server.comments[0]?.body).toContain("https://git.example.org/o/r/blob/");
  expect(server.comments[0]?.body).not.toContain("https://github.com/o/r/");
});

const LABELLED = `${STRICT}override: {label: traincost-override}\n`;
const labelled = ({ base, head }: { readonly base: string; readonly head: string }) => ({
  pull_request: { number: 1, base: { sha: base }, head: { sha: head }, labels: [{ name: "bug" }, { name: "traincost-override" }] },
});

test("a label that the base's config names lets pass what fails, and the comment and the report say so", async () => {
  const result = await play({ base: { ".traincost.yml": LABELLED }, head: { "job.yml": RECIPE }, payload: labelled });
  expect(result.status).toBe(0);
  expect(result.summary).toContain("The label `traincost-override` lets pass what fails here.");
  expect(result.report).toMatchObject({
    policy: { file: ".traincost.yml", overridden_by: "traincost-override", overrode: [{ rule: "budget/over" }] },
  });
});

test("a pull request cannot bring its own label rule", async () => {
  const result = await play({
    base: { ".traincost.yml": STRICT },
    head: { ".traincost.yml": LABELLED, "job.yml": RECIPE },
    payload: labelled,
  });
  expect(result.status).toBe(1);
  expect(result.report).toMatchObject({ policy: { overridden_by: null } });
});

const OLD = "1".repeat(40);
const unknownBase = ({ head }: { readonly head: string }) => ({
  pull_request: { number: 1, base: { sha: OLD }, head: { sha: head } },
});
const RULED = `version: 1
ledger: spent.jsonl
budgets:
  - {name: q, per: year, cost: {fail: 900}}
  - {name: nlp, match: {owners: ["@o/nlp"]}, cost: {fail: 0.01}}
`;
const spent = `{"day":"${new Date().toISOString().slice(0, 10)}","commit":"c","job":"z.yml#z","cost":901}\n`;

test.each<[string, object]>([
  ["and its tree is given", { trees: { [OLD]: { ".traincost.yml": RULED } } }],
  ["and its tree is not", {}],
])("the base is not in the checkout %s: its ledger and owners count, not the head's", async (_what, github) => {
  const { status, report, server } = await play({
    base: { ".traincost.yml": RULED },
    head: { "job.yml": RECIPE, "spent.jsonl": "", ".github/CODEOWNERS": "" },
    payload: unknownBase,
    github: { ...github, contents: { ".traincost.yml": RULED, "spent.jsonl": spent, CODEOWNERS: "* @o/nlp" } },
  });
  const failing = findingsOf(report).filter(({ rule }) => rule === "budget/over" || rule === "ledger/unreadable");
  const names = failing.map(({ budget }) => budget?.name).sort();
  expect([status, ...names]).toEqual([1, "nlp", "q"]);
  expect(server.violations).toEqual([]);
});

test("the base's ledger that the API does not give is left out with a warning, and the head's is not obeyed", async () => {
  const { status, report } = await play({
    base: { ".traincost.yml": RULED },
    head: { "job.yml": RECIPE, "spent.jsonl": spent, CODEOWNERS: "* @o/nlp" },
    payload: unknownBase,
    github: { contents: { ".traincost.yml": RULED }, large: ["spent.jsonl"] },
  });
  const told = findingsOf(report).filter(({ rule }) => /^(budget.over|config)/.test(rule));
  expect([status, ...told.map(({ rule }) => rule)]).toEqual([0, "config/base-missing"]);
});

test("the ledger is that of the base branch of today, not of an old fork point", async () => {
  const { status } = await play({
    base: { ".traincost.yml": RULED },
    head: { "job.yml": RECIPE },
    main: { "spent.jsonl": spent },
    inputs: { "head-ref": "topic" },
  });
  expect(status).toBe(1);
});

const findingsOf = (report: object | null) =>
  (report as { findings?: readonly { readonly rule: string; readonly budget?: { readonly name: string } }[] } | null)?.findings ?? [];
