import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import * as core from "@actions/core";
import type { ActionEvent, ActionWorld } from "../model/action-world.js";
import { diskSnapshot } from "./disk.js";
import { gitSnapshot, hasCommit, showFile } from "./git.js";
import { githubComments } from "./github.js";

const SUMMARY_BYTES = 1_000_000;

/** The real world of a workflow step. */
export function runner(): ActionWorld {
  const workspace = process.env.GITHUB_WORKSPACE ?? process.cwd();
  const event = eventOf();
  const [owner = "", repo = ""] = event.repository.split("/");
  const token = core.getInput("github-token");
  if (token !== "") core.setSecret(token);
  return {
    input: (name) => core.getInput(name),
    output: (name, value) => core.setOutput(name, value),
    summary: async (text) => {
      if (process.env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(text.slice(0, SUMMARY_BYTES)).write();
    },
    print: (text) => void process.stdout.write(text),
    warn: (message) => core.warning(message),
    write: (path, text) => {
      const full = resolve(workspace, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
    },
    scratch: process.env.RUNNER_TEMP ?? workspace,
    workspace,
    checkout: (paths) => diskSnapshot(workspace, paths),
    commit: (ref) => gitSnapshot(workspace, ref),
    show: (ref, path) => showFile(workspace, ref, path),
    hasCommit: (ref) => hasCommit(workspace, ref),
    event,
    comments: event.pull_request && token !== "" ? githubComments(token, { owner, repo }, event.pull_request.number) : undefined,
    today: new Date().toISOString().slice(0, 10),
  };
}

interface Payload {
  readonly number?: number;
  readonly pull_request?: { readonly number: number; readonly base: { readonly sha: string }; readonly head: { readonly sha: string } };
  readonly merge_group?: { readonly base_sha: string };
  readonly before?: string;
}

/** A branch's first push has no commit before it. */
const NO_COMMIT = /^0+$/;

function eventOf(): ActionEvent {
  const path = process.env.GITHUB_EVENT_PATH;
  const payload: Payload = path && existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Payload) : {};
  const pull = payload.pull_request;
  const before = payload.merge_group?.base_sha ?? payload.before;
  return {
    name: process.env.GITHUB_EVENT_NAME ?? "",
    pull_request: pull ? { number: pull.number, base: pull.base.sha, head: pull.head.sha } : null,
    before: before && !NO_COMMIT.test(before) ? before : null,
    server: process.env.GITHUB_SERVER_URL ?? "https://github.com",
    repository: process.env.GITHUB_REPOSITORY ?? "",
    sha: process.env.GITHUB_SHA ?? "",
    run_id: Number(process.env.GITHUB_RUN_ID ?? 0),
    run_attempt: Number(process.env.GITHUB_RUN_ATTEMPT ?? 1),
  };
}
