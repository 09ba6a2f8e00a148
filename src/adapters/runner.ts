import { lstatSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import * as core from "@actions/core";
import type { ActionWorld } from "../model/action-world.js";
import { diskSnapshot, isBelow, readFile, realOf } from "./disk.js";
import { eventOf } from "./event.js";
import { commitId, gitSnapshot, mergeBase, parentsOf, showFile } from "./git.js";
import { githubClient, reasonOf } from "./github-client.js";
import { githubComments } from "./github-comments.js";
import { githubRepository } from "./github-repository.js";

/** A report of some thousand jobs; an artifact from a fork is not read further. */
const REPORT_BYTES = 20_000_000;

/** The real world of a workflow step. */
export function runner(): ActionWorld {
  const workspace = process.env.GITHUB_WORKSPACE ?? process.cwd();
  const scratch = process.env.RUNNER_TEMP ?? workspace;
  trustWorkspace(workspace);
  const event = eventOf();
  const [owner = "", repo = ""] = event.repository.split("/");
  const token = core.getInput("github-token");
  if (token !== "") core.setSecret(token);
  const client = token === "" ? undefined : githubClient(token, { owner, repo });
  return {
    input: (name) => core.getInput(name),
    output: (name, value) => core.setOutput(name, value),
    summary: async (text) => {
      if (process.env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(text).write();
    },
    print: (text) => void process.stdout.write(text),
    warn: (message) => core.warning(message),
    write: (path, text) => writeConfined([workspace, scratch], resolve(workspace, path), text),
    read: (path) => readBelow([workspace, scratch], resolve(workspace, path)),
    scratch,
    workspace,
    checkout: (paths) => diskSnapshot(workspace, paths),
    git: {
      commit: (ref) => gitSnapshot(workspace, ref),
      show: (ref, path) => showFile(workspace, ref, path),
      id: (ref) => commitId(workspace, ref),
      parents: (ref) => parentsOf(workspace, ref),
      mergeBase: (a, b) => mergeBase(workspace, a, b),
    },
    event,
    remote: client && githubRepository(client, workspace),
    comments: (pull) => client && githubComments(client, pull, WORKFLOW_BOTS),
    reason: reasonOf,
    today: new Date().toISOString().slice(0, 10),
  };
}

/** Whom a workflow's own token writes as, where the server does not tell. */
const WORKFLOW_BOTS =
  process.env.GITEA_ACTIONS || process.env.FORGEJO_ACTIONS ? ["gitea-actions", "forgejo-actions"] : ["github-actions[bot]"];

/** In a container job the checkout belongs to another user, and git would refuse to read it; for our own calls only. */
function trustWorkspace(workspace: string): void {
  process.env.GIT_CONFIG_COUNT = "1";
  process.env.GIT_CONFIG_KEY_0 = "safe.directory";
  process.env.GIT_CONFIG_VALUE_0 = workspace;
}

/** A pull request may bring a link of the report's name: what is written stays below the roots, and replaces no link. */
function writeConfined(roots: readonly string[], full: string, text: string): boolean {
  try {
    const root = roots.find((each) => isBelow(resolve(each), full));
    if (root === undefined) return false;
    const folder = madeBelow(realpathSync(root), resolve(root), dirname(full));
    if (folder === undefined) return false;
    const target = join(folder, basename(full));
    if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink()) return false;
    writeFileSync(target, text);
    return true;
  } catch {
    return false;
  }
}

/** The folder, made step by step, each step looked at before the next: undefined once a link leads out. */
function madeBelow(home: string, root: string, folder: string): string | undefined {
  let here = home;
  for (const part of folder.slice(root.length).split(sep).filter(Boolean)) {
    mkdirSync(join(here, part), { recursive: true });
    here = realpathSync(join(here, part));
    if (!isBelow(home, here)) return undefined;
  }
  return here;
}

function readBelow(roots: readonly string[], full: string): string | undefined {
  const real = realOf(full);
  if (real === undefined || !roots.some((root) => isBelow(realpathSync(root), real))) return undefined;
  const content = readFile(real, REPORT_BYTES);
  return content.kind === "text" ? content.text : undefined;
}
