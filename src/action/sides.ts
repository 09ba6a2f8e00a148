import { syntaxOf } from "../engine/discover.js";
import { statesVersions } from "../engine/pins.js";
import type { ActionWorld } from "../model/action-world.js";
import type { Snapshot } from "../model/snapshot.js";
import { ActionError, lines } from "./inputs.js";

/** What is compared with what. */
export interface Sides {
  readonly head: Snapshot;
  /** Undefined where nothing is compared, or where the base could not be had: then `missing` says why. */
  readonly base: Snapshot | undefined;
  readonly missing: string | null;
  /** The commit whose config is in force; null where that is the checkout's own. */
  readonly policy: string | null;
  readonly paths: readonly string[];
}

export async function sidesOf(world: ActionWorld): Promise<Sides> {
  const named = lines(world.input("path"));
  const paths = named.length > 0 ? named : ["."];
  const head = headOf(world, paths);
  const { from, policy } = await range(world);
  if (from === null) return { head, base: undefined, missing: null, policy, paths };
  const local = world.git.commit(from);
  if (local) return { head, base: local, missing: null, policy, paths };
  const remote = await fromApi(world, from);
  return "why" in remote
    ? { head, base: undefined, missing: remote.why, policy, paths }
    : { head, base: remote.snapshot, missing: null, policy, paths };
}

function headOf(world: ActionWorld, paths: readonly string[]): Snapshot {
  const ref = world.input("head-ref");
  if (ref === "") return world.checkout(paths);
  const head = world.git.commit(ref);
  if (!head) throw new ActionError("head-ref: git has no such commit in this checkout; fetch it with actions/checkout's fetch-depth");
  return head;
}

/**
 * What a pull request changes is counted from where it left its base branch: what the branch got since is not its doing.
 * Its merge commit says so itself; the policy is the base branch's of today, not that of an old fork point.
 */
async function range(world: ActionWorld): Promise<{ readonly from: string | null; readonly policy: string | null }> {
  const { event, git } = world;
  const head = world.input("head-ref") || "HEAD";
  const given = world.input("base-ref");
  if (given !== "") return { from: await forkPoint(world, given, head), policy: given };
  const pull = event.pull_request;
  if (pull) {
    const [onto, merged] = git.parents(head);
    if (onto !== undefined && merged === pull.head) return { from: onto, policy: onto };
    return { from: await forkPoint(world, pull.base, head === "HEAD" ? pull.head : head), policy: pull.base };
  }
  if (event.before !== null) return { from: event.before, policy: event.before };
  const trunk = event.default_branch === null ? undefined : git.id(`refs/remotes/origin/${event.default_branch}`);
  const grown = trunk === undefined ? undefined : git.mergeBase(trunk, head);
  return grown === undefined || trunk === undefined ? { from: null, policy: null } : { from: grown, policy: trunk };
}

const isId = (ref: string) => /^[0-9a-f]{40,64}$/.test(ref);

async function forkPoint(world: ActionWorld, base: string, head: string): Promise<string> {
  const local = world.git.mergeBase(base, head);
  if (local !== undefined || !world.remote || !isId(base) || !isId(head)) return local ?? base;
  try {
    return (await world.remote.mergeBase(base, head)) ?? base;
  } catch {
    return base; // the tree is asked for next: if that fails too, it is said
  }
}

const readable = (path: string) => syntaxOf(path) !== undefined || statesVersions(path);

async function fromApi(world: ActionWorld, ref: string) {
  if (!world.remote) return { why: "there is no github-token to ask the API with" };
  try {
    return await world.remote.tree(ref, readable);
  } catch (error) {
    return { why: `the API did not give it (${world.reason(error)})` };
  }
}
