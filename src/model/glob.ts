/**
 * Path patterns as GitHub workflows and .gitignore readers know them: `*` within a folder, `**` across folders, `?`, `{a,b}`.
 * Each becomes one regular expression without nested repetition, so no pattern can make a match slow.
 */
const SPECIAL = /[.+^$()|[\]\\]/g;

/** One pattern over a whole path. */
export function globToRegExp(glob: string): RegExp {
  const source = glob
    .replace(/^\.\//, "")
    .replace(SPECIAL, "\\$&")
    .replace(/\{([^{}]*)\}/g, (_, words: string) => `(?:${words.split(",").join("|")})`)
    .replace(/\*\*\/|\*+|\?/g, (wild) => (wild === "**/" ? "(?:[^/]+/)*" : wild === "?" ? "[^/]" : wild.length > 1 ? ".*" : "[^/]*"));
  // A name may hold a line break: `**` is every path.
  return new RegExp(`^${source}$`, "s");
}

/** True where one of the patterns matches the whole path. A pattern that names a folder matches all below it. */
export function matcher(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.flatMap((glob) => [
    globToRegExp(glob),
    ...(glob.endsWith("**") ? [] : [globToRegExp(`${glob.replace(/\/+$/, "")}/**`)]),
  ]);
  return (path) => patterns.some((pattern) => pattern.test(path));
}
