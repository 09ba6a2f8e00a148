import { MAX_TURNS } from "./shell-scope.js";
import { isKnown, literal, textOf, type Value } from "./shell-value.js";

/** GNU parallel: its options that are followed by a value, then the command, then lists of words after `:::`. */
const VALUED = new Set([
  "-j",
  "--jobs",
  "-P",
  "--max-procs",
  "-N",
  "-n",
  "--max-args",
  "-C",
  "--colsep",
  "-a",
  "--arg-file",
  "-S",
  "--sshlogin",
  "--joblog",
  "--results",
  "--tmpdir",
  "--delay",
  "--timeout",
  "--retries",
  "--halt",
  "--memfree",
  "--load",
]);
const LISTS = /^:::\+?$/;
const FILES = /^::::\+?$/;

/** One more than is followed, so that it is seen to be cut. */
const MAX_COMMANDS = MAX_TURNS + 1;

/** The commands it starts, each as words: one for each combination of known words, and one where the words come from elsewhere. */
export function commandsOf(words: readonly Value[]): readonly (readonly Value[])[] {
  const from = afterOptions(words);
  const lists = words.findIndex((word, index) => index >= from && (LISTS.test(textOf(word)) || FILES.test(textOf(word))));
  const command = words.slice(from, lists < 0 ? undefined : lists);
  const rows = lists < 0 ? undefined : combinations(words.slice(lists));
  return rows ? rows.slice(0, MAX_COMMANDS).map((row) => filled(command, row)) : [command];
}

function afterOptions(words: readonly Value[]): number {
  let i = 1;
  while (i < words.length && textOf(words[i] ?? []).startsWith("-")) i += VALUED.has(textOf(words[i] ?? [])) ? 2 : 1;
  return i;
}

/** `::: 1 2 ::: a b` is every pair, `::: 1 2 :::+ a b` goes along; a word nobody knows makes all unknown. */
function combinations(words: readonly Value[]): readonly (readonly Value[])[] | undefined {
  if (words.some((word) => FILES.test(textOf(word)) || !isKnown(word))) return undefined;
  const starts = words.flatMap((word, index) => (LISTS.test(textOf(word)) ? [index] : []));
  return starts.reduce<readonly (readonly Value[])[]>(
    (rows, start, index) => {
      const list = words.slice(start + 1, starts[index + 1]);
      const along = textOf(words[start] ?? []).endsWith("+");
      const crossed = along
        ? rows.slice(0, list.length).map((row, at) => [...row, ...list.slice(at, at + 1)])
        : rows.flatMap((row) => list.map((word) => [...row, word]));
      return crossed.slice(0, MAX_COMMANDS);
    },
    [[]],
  );
}

/** `{}` is the whole row, `{2}` its second word; where neither stands, the row comes last. */
function filled(command: readonly Value[], row: readonly Value[]): readonly Value[] {
  const all = row.map(textOf).join(" ");
  const whole = command.map((word) =>
    word.map((segment) => ({
      ...segment,
      text: segment.text
        .replaceAll("{}", all)
        .replace(/\{(\d+)\}/g, (written, digit: string) => textOf(row[Number(digit) - 1] ?? [literal(written, segment.at)])),
    })),
  );
  return command.some((word) => /\{\d*\}/.test(textOf(word))) ? whole : [...whole, ...row];
}
