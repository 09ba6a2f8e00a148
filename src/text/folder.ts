/** Where a path written in `folder` leads. An absolute one, or one that a variable begins, leads there from anywhere. */
export const inFolder = (folder: string | undefined, path: string): string =>
  folder === undefined || /^[/~$]/.test(path) ? path : `${folder}/${path}`;

/** Longer than any path that a file has: a loop that goes deeper and deeper ends. */
const MAX_LENGTH = 4_000;

/** `cd`, `pushd`, `popd`: follows them in `visited`, whose last is where the shell is. True where `words` is one of them. */
export function changeFolder(words: readonly string[], visited: string[]): boolean {
  const [name, ...rest] = words;
  if (name !== "cd" && name !== "pushd" && name !== "popd") return false;
  const target = rest.find((word) => word === "-" || !word.startsWith("-")) ?? "~";
  const here = visited.at(-1);
  if (name === "popd" || target === "-") visited.pop();
  else if ((here?.length ?? 0) + target.length < MAX_LENGTH) visited.push(inFolder(here, target));
  return true;
}
