import type { Word } from "../text/script.js";
import { baseName } from "./_peel.js";
import { isOption } from "./_words.js";

/** What a command starts, without the launchers and wrappers before it. */
export interface Target {
  readonly text: string;
  readonly rest: readonly Word[];
  readonly python: boolean;
}

/** `python -m a.b …`, `python x/train.py …`, `axolotl train …`. */
export function targetOf(words: readonly Word[]): Target | undefined {
  const [first, ...rest] = words;
  if (!first) return undefined;
  if (!/^(python[\d.]*|\$\{?PYTHON\w*\}?)$/.test(baseName(first.text))) {
    if (/\.py$/.test(first.text)) return { text: first.text, rest, python: true };
    const sub = rest[0] && !isOption(rest[0]) && !/[=.@]/.test(rest[0].text) ? ` ${rest[0].text}` : "";
    return { text: `${baseName(first.text)}${sub}`, rest: rest.slice(sub === "" ? 0 : 1), python: false };
  }
  const at = rest.findIndex(
    (word, index) => word.text === "-m" || (!isOption(word) && rest[index - 1]?.text !== "-X" && rest[index - 1]?.text !== "-W"),
  );
  if (at < 0) return undefined;
  const module = rest[at]?.text === "-m";
  const text = rest[at + (module ? 1 : 0)]?.text ?? "";
  // `python -c "…"`: a program of its own, which has no name, but may say that it trains; `$(which swift)` is one.
  if (/\s/.test(text.trim()) && !/\.py$|train|^\$\([^)]*\)$/i.test(text)) return undefined;
  const after = rest.slice(at + (module ? 2 : 1));
  // `python -m trl sft` is `trl sft`.
  const verb =
    after[0] && (module ? !text.includes(".") && /^[a-z][\w-]*$/.test(after[0].text) : isVerb(text, after[0].text)) ? after[0] : undefined;
  return verb ? { text: `${text} ${verb.text}`, rest: after.slice(1), python: true } : { text, rest: after, python: true };
}

/** `python main.py train-sft`: the script is a program of several, the word says which. */
const isVerb = (script: string, word: string): boolean =>
  /^(main|run|cli|app)\.py$/.test(baseName(script)) &&
  /^((pre)?train(ing)?|fine[-_]?tun(e|ing))([-_]\w+)?$|^(sft|dpo|grpo|ppo)$/.test(word);
