import { createServer } from "node:http";
import { expect, test } from "@jest/globals";
import { BOT } from "./github-answers.js";
import type { Behaviour } from "./github-server.js";
import { play, RECIPE, STRICT, warnings } from "./play.js";

const MARK = "<!-- traincost:v1 key=default -->";
const ours = (run: number, login = BOT, key = "default") => ({
  body: `<!-- traincost:v1 key=${key} -->\n<!-- traincost:run ${run} -->\nold`,
  login,
});
const scene = (github: Behaviour, inputs: Record<string, string> = {}) => ({ base: {}, head: { "job.yml": RECIPE }, github, inputs });
const texts = (server: { comments: readonly { body: string }[] }) =>
  server.comments.map(({ body }) => (body.includes("run 701") ? "new" : body.slice(0, 60)));

/** What the server does, and what becomes of it: the verdict is the same every time. */
test.each<[string, Behaviour, { comments: number; warnings: number; says?: string }]>([
  ["server faults pass", { faults: [500, 502, 503] }, { comments: 1, warnings: 0 }],
  ["the connection breaks", { faults: ["reset"] }, { comments: 1, warnings: 0 }],
  ["an answer breaks off", { faults: [403, "garbage"], viewer: BOT }, { comments: 1, warnings: 0 }],
  ["the secondary rate limit says how long", { faults: [{ status: 403, headers: { "retry-after": "1" } }] }, { comments: 1, warnings: 0 }],
  ["429 as well", { faults: [{ status: 429, headers: { "retry-after": "1" }, message: "too many" }] }, { comments: 1, warnings: 0 }],
  ["the token may only read", { readOnly: true }, { comments: 0, warnings: 1, says: "pull-requests: write" }],
  ["the conversation is locked", { locked: true }, { comments: 0, warnings: 1, says: "locked" }],
  ["nothing but faults", { faults: Array(40).fill(500) }, { comments: 0, warnings: 1, says: "500" }],
])(
  "%s",
  async (_, github, expected) => {
    const result = await play(scene(github));
    expect({ status: result.status, comments: result.server.comments.length, warnings: warnings(result).length }).toEqual({
      status: 0,
      comments: expected.comments,
      warnings: expected.warnings,
    });
    expect(result.log).toContain(expected.says ?? "");
    expect(result.outputs).toMatch(/verdict<<.*\npass\n/);
  },
  90_000,
);

test("the primary rate limit that lasts an hour is not waited for; the warning says until when", async () => {
  const reset = Math.floor(Date.now() / 1000) + 3600;
  const limited = {
    status: 403,
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) },
    message: "API rate limit exceeded",
  };
  const result = await play(scene({ faults: Array(9).fill(limited) }));
  expect([result.status, warnings(result).length]).toEqual([0, 1]);
  expect(result.log).toContain(new Date(reset * 1000).toISOString());
  expect(result.milliseconds).toBeLessThan(10_000);
});

test("a request that hangs is given up and asked again", async () => {
  const result = await play(scene({ faults: ["hang"] }));
  expect([result.status, result.server.comments.length]).toEqual([0, 1]);
}, 60_000);

test("deleted between reading and writing: written anew", async () => {
  const { server } = await play(
    scene({
      comments: [ours(100)],
      meanwhile: (asked, comments) => {
        if (asked.startsWith("PATCH") && comments[0]?.id === 1) comments.shift();
      },
    }),
  );
  expect(texts(server)).toEqual(["new"]);
});

test("two runs at once both wrote: one comment stays, with the newer run's text", async () => {
  const race = (run: number) => {
    let raced = false;
    return scene({
      meanwhile: (asked, comments) => {
        if (!raced && asked.startsWith("POST") && asked.endsWith("/comments")) comments.push({ id: 50, ...ours(run) });
        raced ||= asked.startsWith("POST") && asked.endsWith("/comments");
      },
    });
  };
  const newer = await play(race(600));
  expect(texts(newer.server)).toEqual(["new"]);
  const older = await play(race(99999));
  expect(older.server.comments.map(({ body }) => body.includes("run 99999"))).toEqual([true]);
  expect(newer.server.violations).toEqual([]);
});

test("a server that takes less gets the verdict and where the rest is", async () => {
  const { server } = await play(scene({ maxLength: 700 }));
  expect(server.comments[0]?.body).toContain("The whole report is in the");
  expect(server.comments[0]?.body).not.toContain("<details");
});

test.each([
  ["a workflow's token", {}, BOT],
  ["an app's token, known by GraphQL", { viewer: "cost-app[bot]" }, "cost-app[bot]"],
  ["a person's token", { user: "alice" }, "alice"],
])("%s touches its own author's comment only", async (_, who, login) => {
  const mine = ours(100, login);
  const foreign = ours(100, "mallory");
  const { server } = await play(scene({ ...who, comments: [foreign, { body: `quoted ${MARK}`, login }, mine] }));
  expect(server.comments.map(({ body }) => body.includes("run 701"))).toEqual([false, false, true]);
});

test("a re-run is newer than the run, an older attempt is not; keys are told apart", async () => {
  const rerun = await play({ ...scene({ comments: [ours(701), ours(701, BOT, "other")] }), attempt: 2 });
  expect(rerun.server.comments.map(({ body }) => body.includes("run 702"))).toEqual([true, false]);
  const late = await play(scene({ comments: [ours(702)] }));
  expect(texts(late.server)[0]).not.toBe("new");
  const keyed = await play(scene({ comments: [ours(100)] }, { "comment-key": "train --> x" }));
  expect(keyed.server.comments[1]?.body).toMatch(/^<!-- traincost:v1 key=train--x -->\n/);
});

const unchanged = { base: { "job.yml": RECIPE }, head: { "README.md": "x" } };
const failing = { base: { ".traincost.yml": STRICT }, head: { "job.yml": RECIPE } };
const passing = { base: {}, head: { "job.yml": RECIPE } };
const warning = { base: { ".traincost.yml": STRICT.replace("fail", "warn") }, head: { "job.yml": RECIPE } };

/** Whether a comment is written where none was, by mode. */
test.each([
  ["always", [true, true, true, true]],
  ["on-change", [false, true, true, true]],
  ["on-warning", [false, false, true, true]],
  ["on-failure", [false, false, false, true]],
  ["never", [false, false, false, false]],
])("comment: %s", async (comment, expected) => {
  const results = await Promise.all([unchanged, passing, warning, failing].map((each) => play({ ...each, inputs: { comment } })));
  expect(results.map(({ server }) => server.comments.length === 1)).toEqual(expected);
});

test("a failure that was told is resolved in its comment, also where a new one would not be written", async () => {
  const { server } = await play({ ...passing, inputs: { comment: "on-failure" }, github: { comments: [ours(100)] } });
  expect(server.comments.map(({ body }) => body.includes("run 701"))).toEqual([true]);
});

test("a comment that told a failure says that it is resolved; one that told none does not", async () => {
  const failed = { ...ours(100), body: `${ours(100).body}\n### ❌ traincost fails: 1 job` };
  const [mended, same] = await Promise.all([failed, ours(100)].map((each) => play({ ...passing, github: { comments: [each] } })));
  expect(mended?.server.comments.map(({ body }) => /^\*\*Resolved:/m.test(body))).toEqual([true]);
  expect(same?.server.comments.map(({ body }) => /^\*\*Resolved:/m.test(body))).toEqual([false]);
});

test("the token is masked before anything else is said, and in no report", async () => {
  const { log, summary, outputs, report, server } = await play({ ...scene({}), base: { ".traincost.yml": STRICT } });
  expect(log).toMatch(/^::add-mask::secret-token\n/);
  expect(`${log.split("\n").slice(1).join()}${summary}${outputs}${JSON.stringify(report)}${server.comments[0]?.body}`).not.toContain(
    "secret-token",
  );
});

test("the token goes to the API host only: not to where it redirects", async () => {
  const seen: (string | undefined)[] = [];
  const elsewhere = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(200, { "content-type": "application/json" }).end("[]");
  });
  await new Promise<void>((ready) => elsewhere.listen(0, "127.0.0.1", ready));
  const { port } = elsewhere.address() as { port: number };
  const moved = { status: 302, headers: { location: `http://localhost:${port}/x` } };
  const { status, server } = await play(scene({ user: "alice", faults: [moved, moved] }));
  elsewhere.close();
  expect(status).toBe(0);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.filter((token) => token !== undefined)).toEqual([]);
  expect(server.tokens[0]).toContain("secret-token");
});
