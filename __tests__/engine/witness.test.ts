import { expect, test } from "@jest/globals";
import { witness } from "../../src/engine/witness.js";
import { type Snapshot, snapshotOf } from "../../src/model/snapshot.js";

const base = { "a.yml": "x", "b.yml": "y", "c.txt": "z" };
const large = (bytes: number): Snapshot => ({ paths: () => Object.keys(base), read: () => ({ kind: "too-large", bytes }) });

/** What was read and what is there decides; what nobody looked at does not. */
test.each<[string, Snapshot, Snapshot, boolean]>([
  ["the same", snapshotOf(base), snapshotOf({ ...base }), true],
  ["in another order", snapshotOf(base), snapshotOf({ "c.txt": "z", "b.yml": "y", "a.yml": "x" }), true],
  ["a file that was not read differs", snapshotOf(base), snapshotOf({ ...base, "c.txt": "other" }), true],
  ["a file that was read differs", snapshotOf(base), snapshotOf({ ...base, "a.yml": "other" }), false],
  ["a file more", snapshotOf(base), snapshotOf({ ...base, "d.yml": "x" }), false],
  ["a file less", snapshotOf(base), snapshotOf({ "a.yml": "x", "b.yml": "y" }), false],
  ["a file that was missing is there", snapshotOf(base), snapshotOf({ ...base, "missing.yml": "x" }), false],
  ["too large on both sides", large(2_000_000), large(2_000_000), true],
  ["too large, and grown", large(2_000_000), large(3_000_000), false],
])("%s", (_, ours, theirs, expected) => {
  const seen = witness(ours);
  for (const path of ["a.yml", "b.yml", "missing.yml"]) seen.snapshot.read(path);
  expect(seen.agrees(theirs)).toBe(expected);
});
