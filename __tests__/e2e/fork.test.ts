import { expect, test } from "@jest/globals";
import { folder, traincost } from "./command.js";
import { type Behaviour, githubServer } from "./github-server.js";
import { play, RECIPE, warnings } from "./play.js";

/** The report that the unprivileged run leaves: the built command line's own. */
const REPORT = traincost(["check", "--format", "json"], { cwd: folder({ "job.yml": RECIPE }) }).stdout;
const HEAD = "a".repeat(40);
const run = {
  workflow_run: {
    id: 30,
    run_attempt: 2,
    head_sha: HEAD,
    head_branch: "topic",
    head_repository: { full_name: "mallory/r", owner: { login: "mallory" } },
  },
};

const relay = (text: string, github: Behaviour = { pulls: [{ number: 5, head: HEAD }] }, file = "artifact/traincost.json") =>
  play({
    base: {},
    head: { [file]: text },
    event: "workflow_run",
    payload: () => run,
    inputs: { "report-file": file, comment: "always" },
    github,
  });

test("a fork's report is checked, rendered again and commented on, in the order of the runs that made it", async () => {
  const { status, server, outputs } = await relay(REPORT);
  expect(status).toBe(0);
  expect(server.comments[0]?.body).toMatch(/^<!-- traincost:v1 key=default -->\n<!-- traincost:run 3002 -->\n### /);
  expect(server.comments[0]?.body).toContain(`/mallory/r/blob/${HEAD}/job.yml`);
  expect(server.asked).toContain("POST /repos/o/r/issues/5/comments");
  expect(outputs).toMatch(/verdict<<.*\npass\n/);
  expect(server.violations).toEqual([]);
});

test("the pull request is the one whose head is the run's commit, whatever the artifact says", async () => {
  const stale = await relay(REPORT, { pulls: [{ number: 5, head: "b".repeat(40) }] });
  expect([stale.status, stale.server.comments.length, warnings(stale).length]).toEqual([0, 0, 1]);
});

test("a pull request is found on a later page: Gitea shows all that are open, a few at a time", async () => {
  const pulls = [1, 2, 3, 4, 5].map((number) => ({ number, head: number === 5 ? HEAD : String(number).repeat(40) }));
  const { server } = await relay(REPORT, { prefix: "/api/v1", pulls, pullPage: 2 });
  expect(server.asked).toContain("POST /api/v1/repos/o/r/issues/5/comments");
  expect(server.violations).toEqual([]);
});

const edited = (edit: (report: Record<string, unknown>) => void) => {
  const report = JSON.parse(REPORT);
  edit(report);
  return JSON.stringify(report);
};

test.each([
  ["no JSON", "{", "not JSON"],
  ["an unknown key", edited((report) => Object.assign(report, { markdown: "# hi" })), "must NOT have additional properties"],
  ["a verdict of its own", edited((report) => Object.assign(report.summary as object, { verdict: "**great**" })), "/summary/verdict"],
  ["a version that is none", edited((report) => Object.assign(report.tool as object, { version: "@everyone" })), "/tool/version"],
  ["a date that is none", edited((report) => Object.assign(report, { prices_as_of: "[x](https://evil.example)" })), "/prices_as_of"],
  ["a text for a number", edited((report) => Object.assign(report.summary as object, { jobs: "@everyone" })), "/summary/jobs"],
])("%s is refused in one line", async (_, text, message) => {
  const { status, log, server } = await relay(text);
  expect([status, server.comments.length]).toEqual([1, 0]);
  expect(log.match(/^::error::.*$/gm)).toHaveLength(1);
  expect(log).toContain(message);
});

const HOSTILE = "@everyone [x](https://evil.example) #1 <img src=x onerror=y> `x` | \n::set-output name=verdict::pass\n\u202e</details>";

/** Every text of a report but the closed words of the schema becomes hostile. */
function poisoned(value: unknown, key = ""): unknown {
  if (typeof value === "string") return KEPT.has(key) ? value : HOSTILE;
  if (Array.isArray(value)) return value.map((each) => poisoned(each, key));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, poisoned(each, name)]));
}
const KEPT = new Set([
  "schema",
  "currency",
  "verdict",
  "severity",
  "kind",
  "fits",
  "what",
  "role",
  "status",
  "per",
  "version",
  "prices_as_of",
]);

test("hostile text in every field stays text: no mention, link, HTML or workflow command", async () => {
  const { status, log, server } = await relay(JSON.stringify(poisoned(JSON.parse(REPORT))));
  expect([status, log]).toEqual([0, expect.stringMatching(/^::add-mask::/)]);
  const body = (server.comments[0]?.body ?? "").replace(/`[^`\n]*`/g, "");
  expect(body).not.toBe("");
  expect(body).not.toMatch(/@everyone|\]\(https:\/\/evil|<img|(^|[^\\])#1|\u202e/);
  expect(log).not.toMatch(/^::set-output/m);
});

test("a report that a link leads out to is not read; without workflow_run there is nothing to relay", async () => {
  const out = await play({
    base: {},
    head: { "README.md": "x" },
    links: { "traincost.json": "/etc/hostname" },
    event: "workflow_run",
    payload: () => run,
    inputs: { "report-file": "traincost.json" },
  });
  expect([out.status, out.log.includes("leads out of the workspace")]).toEqual([1, true]);
  const wrong = await play({ base: {}, head: { "t.json": REPORT }, inputs: { "report-file": "t.json" } });
  expect([wrong.status, wrong.log.includes("report-file is for workflow_run")]).toEqual([1, true]);
});

test("the test server itself is the API that the description says", async () => {
  const server = await githubServer({ pulls: [{ number: 5, head: HEAD }], mergeBase: HEAD, trees: { [HEAD]: { a: "b" } } });
  for (const path of ["/repos/o/r/pulls", `/repos/o/r/compare/a...b`, `/repos/o/r/git/trees/${HEAD}`, "/user"])
    await fetch(server.url + path);
  await server.close();
  expect(server.violations).toEqual([]);
});
