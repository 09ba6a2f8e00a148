import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@jest/globals";
import { play, RECIPE, STRICT } from "./play.js";

/** A GitHub that somebody else wrote (vercel-labs/emulate), so that our own stand-in is not the only witness. `.ci/run` installs it; without it the test is skipped. */
const ENTRY = ".ci/emulate/node_modules/emulate/dist/api.js";
const TOKEN = "second-token";

/** In a process of its own, on a port that is free; it says its address and ends with its standard input. */
const SERVE = `
import { createServer } from "node:net";
import { createEmulator } from ${JSON.stringify(pathToFileURL(resolve(ENTRY)).href)};
const probe = createServer();
await new Promise((ready) => probe.listen(0, ready));
const { port } = probe.address();
await new Promise((closed) => probe.close(closed));
const github = { users: [{ login: "octocat" }, { login: "alice" }], repos: [{ owner: "octocat", name: "r", auto_init: true }] };
const tokens = { "${TOKEN}": { login: "octocat", scopes: ["repo"] }, other: { login: "alice", scopes: ["repo"] } };
console.log((await createEmulator({ service: "github", port, seed: { tokens, github } })).url);
process.stdin.resume().on("end", () => process.exit());
`;

async function emulator(): Promise<{ readonly url: string; close(): void }> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", SERVE], { stdio: ["pipe", "pipe", "inherit"] });
  const [chunk] = (await once(child.stdout, "data")) as [Buffer];
  return { url: chunk.toString("utf8").trim(), close: () => child.stdin.end() };
}

async function ask(url: string, method: string, path: string, body?: object, token = TOKEN) {
  const response = await fetch(`${url}/repos/octocat/r/${path}`, {
    method,
    headers: { authorization: `token ${token}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.json();
}

(existsSync(ENTRY) ? test : test.skip)(
  "a second GitHub, .ci/emulate: comment, update in place, leave others' alone, verdict",
  async () => {
    const server = await emulator();
    try {
      const { number } = (await ask(server.url, "POST", "issues", { title: "a pull request" })) as { number: number };
      const forged = "<!-- traincost:v1 key=default -->\nnot ours";
      await ask(server.url, "POST", `issues/${number}/comments`, { body: forged }, "other");
      const payload = ({ head, main }: { head: string; main: string }) => ({
        pull_request: { number, base: { sha: main }, head: { sha: head } },
      });
      const env = { GITHUB_API_URL: server.url, GITHUB_REPOSITORY: "octocat/r", "INPUT_GITHUB-TOKEN": TOKEN };
      const first = await play({ base: {}, head: { "job.yml": RECIPE }, payload, env });
      const second = await play({ base: { ".traincost.yml": STRICT }, head: { "job.yml": RECIPE }, payload, env, runId: 8 });
      const comments = (await ask(server.url, "GET", `issues/${number}/comments?per_page=100`)) as {
        body: string;
        user: { login: string };
      }[];
      expect([first.status, second.status]).toEqual([0, 1]);
      expect(comments.map(({ user, body }) => [user.login, body.includes("traincost fails"), body === forged])).toEqual([
        ["alice", false, true],
        ["octocat", true, false],
      ]);
      expect(second.outputs).toMatch(/comment-url/);
    } finally {
      server.close();
    }
  },
  30_000,
);
