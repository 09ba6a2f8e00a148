import { expect, test } from "@jest/globals";
import { folder, traincost } from "./command.js";
import { play, RECIPE, STRICT } from "./play.js";

const ELSEWHERE = "version: 1\nextends: acme/policies/org.yml@v1\n";
const BESIDE = "version: 1\nextends: ./policies/org.yml\n";
const CIRCLE = "version: 1\nextends: ../.traincost.yml\n";

test.each<[string, Record<string, string>, readonly string[], number, RegExp]>([
  ["a policy beside it is in force", { "policies/org.yml": STRICT, ".traincost.yml": BESIDE }, [], 3, /^$/],
  [
    "one that is not there",
    { ".traincost.yml": BESIDE },
    [],
    2,
    /^traincost: \.traincost\.yml:2:10: extends: there is no file policies\/org\.yml\n$/,
  ],
  [
    "a circle",
    { ".traincost.yml": BESIDE, "policies/org.yml": CIRCLE },
    [],
    2,
    /policies\/org\.yml:2:10: extends: the configs build on each other/,
  ],
  [
    "another repository's is never fetched",
    { ".traincost.yml": ELSEWHERE },
    [],
    2,
    /:2:10: .* could not be read; nothing is fetched here: give its text with --policy FILE\n$/,
  ],
  ["it is given", { ".traincost.yml": ELSEWHERE, "copy.yml": STRICT }, ["--policy", "copy.yml"], 3, /^$/],
  ["it is given and not there", { ".traincost.yml": ELSEWHERE }, ["--policy", "copy.yml"], 2, /copy\.yml: no such policy file/],
  ["it is given and not asked for", { ".traincost.yml": STRICT, "copy.yml": STRICT }, ["--policy", "copy.yml"], 2, /extends no policy/],
])("on the command line: %s", (_what, files, args, expected, said) => {
  const { status, stderr } = traincost(["check", ".", ...args], { cwd: folder({ "job.yml": RECIPE, ...files }) });
  expect([status, stderr]).toEqual([expected, expect.stringMatching(said)]);
});

test("the label is given on the command line", () => {
  const cwd = folder({ "job.yml": RECIPE, ".traincost.yml": `${STRICT}override: {label: glass}\n` });
  expect(["x", "x,glass"].map((label) => traincost(["check", ".", "--label", label], { cwd }).status)).toEqual([3, 0]);
});

test("in the Action a policy beside the config is that of the base, whatever the head makes of it", async () => {
  const loose = "version: 1\nbudgets: [{name: tiny, cost: {fail: 900}}]\n";
  const { status } = await play({
    base: { ".traincost.yml": BESIDE, "policies/org.yml": STRICT },
    head: { "job.yml": RECIPE, "policies/org.yml": loose },
  });
  expect(status).toBe(1);
});

test("another repository's comes from the API host, at its ref", async () => {
  const { status, report, server } = await play({
    base: { ".traincost.yml": ELSEWHERE },
    head: { "job.yml": RECIPE },
    github: { contents: { "org.yml": STRICT } },
  });
  expect(status).toBe(1);
  expect(server.asked).toContain("GET /repos/acme/policies/contents/org.yml");
  expect(report).toMatchObject({ budgets: [{ name: "tiny", source: { file: "acme/policies/org.yml@v1" } }] });
  expect(server.violations).toEqual([]);
});

test("what the head extends is not fetched", async () => {
  const { status, server } = await play({ base: {}, head: { "job.yml": RECIPE, ".traincost.yml": ELSEWHERE } });
  expect(status).toBe(0);
  expect(server.asked.filter((asked) => asked.includes("acme"))).toEqual([]);
});

test("a policy that cannot be had fails the step with its line", async () => {
  const { status, log } = await play({ base: { ".traincost.yml": ELSEWHERE }, head: { "job.yml": RECIPE } });
  expect(status).toBe(1);
  expect(log).toMatch(/::error::\.traincost\.yml:2: extends: acme\/policies\/org\.yml@v1 could not be read; no such file at that ref/);
});
