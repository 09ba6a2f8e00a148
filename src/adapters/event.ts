import { existsSync, readFileSync } from "node:fs";
import type { ActionEvent } from "../model/action-world.js";

interface Payload {
  readonly pull_request?: {
    readonly number: number;
    readonly base: { readonly sha: string };
    readonly head: { readonly sha: string };
    /** Gitea leaves them null. */
    readonly labels?: readonly { readonly name?: string }[] | null;
  };
  readonly merge_group?: { readonly base_sha: string };
  readonly workflow_run?: {
    readonly id: number;
    readonly run_attempt?: number;
    readonly head_sha: string;
    readonly head_branch: string;
    readonly head_repository: { readonly full_name: string; readonly owner: { readonly login: string } };
  };
  readonly before?: string;
  readonly repository?: { readonly default_branch?: string };
}

/** A branch's first push has no commit before it. */
const NO_COMMIT = /^0+$/;

/** The event as the runner tells it: environment and payload. */
export function eventOf(): ActionEvent {
  const payload = payloadOf();
  const pull = payload.pull_request;
  const before = payload.merge_group?.base_sha ?? payload.before;
  return {
    name: process.env.GITHUB_EVENT_NAME ?? "",
    pull_request: pull ? { number: pull.number, base: pull.base.sha, head: pull.head.sha, labels: labelsOf(pull) } : null,
    workflow_run: runOf(payload),
    before: before && !NO_COMMIT.test(before) ? before : null,
    default_branch: before && NO_COMMIT.test(before) ? (payload.repository?.default_branch ?? null) : null,
    server: process.env.GITHUB_SERVER_URL ?? "https://github.com",
    repository: process.env.GITHUB_REPOSITORY ?? "",
    sha: process.env.GITHUB_SHA ?? "",
    run_id: Number(process.env.GITHUB_RUN_ID ?? 0),
    run_attempt: Number(process.env.GITHUB_RUN_ATTEMPT ?? 1),
  };
}

const labelsOf = ({ labels }: NonNullable<Payload["pull_request"]>) => (labels ?? []).flatMap(({ name }) => name ?? []);

function payloadOf(): Payload {
  const path = process.env.GITHUB_EVENT_PATH;
  return path && existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Payload) : {};
}

function runOf({ workflow_run: run }: Payload): ActionEvent["workflow_run"] {
  if (!run) return null;
  const { full_name, owner } = run.head_repository;
  return {
    head: run.head_sha,
    branch: `${owner.login}:${run.head_branch}`,
    repository: full_name,
    id: run.id,
    attempt: run.run_attempt ?? 1,
  };
}
