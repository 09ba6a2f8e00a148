import type { FileContent, Snapshot } from "../model/snapshot.js";

/** A snapshot that remembers what was asked of it, and whether another would have answered the same. */
export interface Witness {
  readonly snapshot: Snapshot;
  /** True: whatever was worked out from this snapshot would come out of the other one too, for the engine knows nothing else. */
  agrees(other: Snapshot): boolean;
}

export function witness(snapshot: Snapshot): Witness {
  const seen = new Map<string, FileContent>();
  const read = (path: string) => {
    const content = snapshot.read(path);
    seen.set(path, content);
    return content;
  };
  return {
    snapshot: { paths: () => snapshot.paths(), read },
    agrees: (other) =>
      samePaths(snapshot.paths(), other.paths()) && [...seen].every(([path, content]) => sameContent(content, other.read(path))),
  };
}

function samePaths(ours: readonly string[], theirs: readonly string[]): boolean {
  const known = new Set(ours);
  return known.size === new Set(theirs).size && theirs.every((path) => known.has(path));
}

const sameContent = (a: FileContent, b: FileContent): boolean =>
  a.kind === b.kind &&
  (a.kind !== "text" || b.kind !== "text" || a.text === b.text) &&
  (a.kind !== "too-large" || b.kind !== "too-large" || a.bytes === b.bytes);
