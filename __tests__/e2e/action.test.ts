import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { traincost } from "./command.js";
import { BOT } from "./github-answers.js";
import { play, RECIPE, STRICT } from "./play.js";

test("a new job: one comment with the marker, a summary, outputs, and nothing outside GitHub's description", async () => {
  const { status, log, summary, outputs, server } = await play({ base: { "README.md": "x" }, head: { "job.yml": RECIPE } });
  expect({ status, log: log.includes("::error") }).toEqual({ status: 0, log: false });
  expect(server.violations).toEqual([]);
  expect(server.comments).toHaveLength(1);
  expect(server.comments[0]?.body).toMatch(/^<!-- traincost:v1 key=default -->\n<!-- traincost:run 701 -->\n### /);
  expect(server.comments[0]?.body).toContain("added");
  expect(summary).toContain("traincost");
  expect(outputs).toMatch(/verdict<<.*\npass\n/);
  expect(outputs).toContain("#issuecomment-1");
  expect(`${log.replace("::add-mask::secret-token", "")}${summary}${outputs}`).not.toContain("secret-token");
});

const OURS = { body: "<!-- traincost:v1 key=default -->\n<!-- traincost:run 100 -->\nold", login: BOT };
const FORGED = { body: "<!-- traincost:v1 key=default -->\nforged", login: "mallory" };

test("its own comment is updated in place, also on the third page; a forged one is left alone", async () => {
  const others = Array.from({ length: 250 }, (_, i) => ({ body: `comment ${i}`, login: "alice" }));
  const { server } = await play({ base: {}, head: { "job.yml": RECIPE }, github: { comments: [FORGED, ...others, OURS] } });
  expect(server.comments).toHaveLength(252);
  expect(server.comments[0]?.body).toBe(FORGED.body);
  expect(server.comments[251]?.body).toContain("traincost:run 701");
  expect(server.violations).toEqual([]);
});

test("an older run never overwrites a newer one", async () => {
  const newer = { ...OURS, body: OURS.body.replace("run 100", "run 99999") };
  const { server } = await play({ base: {}, head: { "job.yml": RECIPE }, github: { comments: [newer] } });
  expect(server.comments[0]?.body).toBe(newer.body);
});

test("a read-only token changes nothing but the comment", async () => {
  const { status, log, summary, outputs, server } = await play({ base: {}, head: { "job.yml": RECIPE }, github: { readOnly: true } });
  expect(status).toBe(0);
  expect(log.match(/::warning::/g)).toHaveLength(1);
  expect(summary).toContain("traincost");
  expect(outputs).toMatch(/verdict<<.*\npass\n/);
  expect(server.comments).toEqual([]);
});

test("server faults and the secondary rate limit are waited out", async () => {
  const { status, server } = await play({ base: {}, head: { "job.yml": RECIPE }, github: { faults: [500, 502, 403] } });
  expect(status).toBe(0);
  expect(server.comments).toHaveLength(1);
});

test("a connection that breaks is asked again", async () => {
  const { status, server } = await play({ base: {}, head: { "job.yml": RECIPE }, github: { faults: ["reset"] } });
  expect(status).toBe(0);
  expect(server.comments).toHaveLength(1);
});

test("over a budget of the base's config: the step fails, the summary and an annotation say why", async () => {
  const { status, log, summary } = await play({ base: { ".traincost.yml": STRICT }, head: { "job.yml": RECIPE } });
  expect(status).toBe(1);
  expect(log).toMatch(/::error .*title=traincost budget\/over::/);
  expect(summary).toContain("fails");
});

test("a pull request that relaxes the config is judged by the base's, and the change is shown", async () => {
  const { status, log } = await play({ base: { ".traincost.yml": STRICT }, head: { "job.yml": RECIPE, ".traincost.yml": "version: 1\n" } });
  expect(status).toBe(1);
  expect(log).toContain("config/proposed");
});

test("warn-only never fails; never means no comment; a wrong input is one line", async () => {
  const soft = await play({
    base: { ".traincost.yml": STRICT },
    head: { "job.yml": RECIPE },
    inputs: { "warn-only": "true", comment: "never" },
  });
  expect([soft.status, soft.server.comments.length]).toEqual([0, 0]);
  const wrong = await play({ base: {}, head: { "job.yml": RECIPE }, inputs: { comment: "sometimes" } });
  expect(wrong.status).toBe(1);
  expect(wrong.log).toContain("comment should be one of always, on-change");
});

test("no job: green, quiet, no comment", async () => {
  const { status, server } = await play({ base: {}, head: { "README.md": "hello" } });
  expect([status, server.comments.length]).toEqual([0, 0]);
});

/** Contract section 1: the same engine, the same numbers, also from a folder below the top. */
test.each([".", "deep"])("traincost diff on a laptop, in %s, is the pull request's report", async (where) => {
  const result = await play({
    base: { "job.yml": RECIPE, "deep/gone.yml": RECIPE, ".traincost.yml": STRICT },
    head: { "job.yml": RECIPE.replace("1B", "2B"), "deep/new.yml": RECIPE.replace("512", "256") },
    main: { "theirs.yml": RECIPE },
  });
  const { stdout } = traincost(["diff", "main", "topic", "--format", "json", "--quiet"], { cwd: join(result.workspace, where) });
  const laptop = JSON.parse(stdout) as NonNullable<typeof result.report>;
  const touched = (report: typeof result.report) => report?.jobs.filter(({ change }) => change?.status !== "unchanged");
  expect(touched(laptop)).toEqual(touched(result.report));
});
