import type * as ast from "unbash";
import { expandHeredoc, expandText } from "./shell-expand.js";
import { commandsOf } from "./shell-parallel.js";
import { type Frame, setVariable } from "./shell-scope.js";
import { textOf, type Value } from "./shell-value.js";

/** Programs that hand their last word to another shell. */
const REMOTE = /^(ssh|rsh|pdsh|pssh|parallel-ssh|clush|sky|tmux|screen)$/;
/** What these say of themselves is no matter. */
const TERMINAL = /^(tmux|screen)$/;

/** Text that a command is given to run, and the words that stand before the shell. */
export interface Given {
  readonly texts: readonly Value[];
  readonly before: readonly Value[];
}

const SHELL = /^(.*\/)?(ba|z|da|k)?sh$/;

/** `eval …`, `parallel '…'`, `srun bash -c "…"`, `sbatch --wrap="…"`, `bsub "…"`, and `bash run.sh` where the script itself wrote run.sh. */
export function scriptsIn(words: readonly Value[], frame: Frame): readonly Given[] {
  if (textOf(words[0] ?? []) === "parallel") return commandsOf(words).map((texts) => ({ texts, before: [] }));
  const given = scriptIn(words, frame);
  return given ? [given] : [];
}

function scriptIn(words: readonly Value[], frame: Frame): Given | undefined {
  const texts = words.map(textOf);
  if (texts[0] === "eval") return { texts: words.slice(1), before: [] };
  const wrapped = texts[0] === "sbatch" ? wrap(words, texts) : undefined;
  if (wrapped) return wrapped;
  if (REMOTE.test(texts[0] ?? "") && /\s/.test(texts.at(-1) ?? ""))
    return { texts: words.slice(-1), before: TERMINAL.test(texts[0] ?? "") ? [] : words.slice(0, -1) };
  const shell = texts.findIndex((text) => SHELL.test(text));
  if (shell < 0)
    return texts[0] === "bsub" && /\s/.test(texts.at(-1) ?? "") ? { texts: words.slice(-1), before: words.slice(0, -1) } : undefined;
  const next = texts.findIndex((text, index) => index > shell && !/^-[a-bd-z]+$/.test(text));
  const body = words[next + 1];
  if (next > 0 && /^-\w*c$/.test(texts[next] ?? "")) return body && { texts: [body], before: words.slice(0, shell) };
  const written = frame.out.written.get((texts[next] ?? "").replace(/^\.\//, ""));
  return written && /\.sh$/.test(texts[next] ?? "") ? { texts: [written.body], before: words.slice(0, shell) } : undefined;
}

/** `sbatch --nodes=4 --wrap="…"`. */
function wrap(words: readonly Value[], texts: readonly string[]): Given | undefined {
  const at = texts.findIndex((text) => /^--wrap(=|$)/.test(text));
  const [first, ...rest] = words[at] ?? [];
  if (!first) return undefined;
  if (texts[at] === "--wrap") return { texts: words.slice(at + 1, at + 2), before: [...words.slice(0, at), ...words.slice(at + 2)] };
  const body = [{ ...first, text: first.text.replace(/^--wrap=/, "") }, ...rest];
  return { texts: [body], before: [...words.slice(0, at), ...words.slice(at + 1)] };
}

/** `cat <<EOF > file` and `echo "$x" > run.sh` write a file, `read -d '' X <<EOF` sets a variable; `bash <<EOF`, `sbatch <<EOF` and `bsub <<EOF` run what they are given. */
export function redirected(node: ast.Command, words: readonly Value[], frame: Frame): Given | undefined {
  const target = node.redirects.find((each): each is ast.Redirect => each.type === "Redirect" && /^>>?\|?$/.test(each.operator))?.target;
  const path = target ? textOf(expandText(target, frame)) : "";
  const here = node.redirects.find((each): each is ast.HereDoc => each.type === "HereDoc");
  if (!here) {
    printed(words, path, node, frame);
    return undefined;
  }
  return heredoc(here, words, path, frame);
}

function printed(words: readonly Value[], path: string, node: ast.Command, frame: Frame): void {
  const [name, body] = words;
  if (textOf(name ?? []) !== "echo" || !body || words.length !== 2 || !/\.sh$/.test(path)) return;
  frame.out.written.set(path, { text: textOf(body), at: frame.source.placeOf(node.pos), body });
}

function heredoc(here: ast.HereDoc, words: readonly Value[], target: string, frame: Frame): Given | undefined {
  const body = expandHeredoc(here.body, frame);
  const [first, last] = [textOf(words[0] ?? []), textOf(words.at(-1) ?? [])];
  const path = target === "" && first === "tee" ? last : target;
  if (path !== "") frame.out.written.set(path, { text: textOf(body), at: frame.source.placeOf(here.body.pos), body });
  else if (first === "read") setVariable(frame.scope, last, body);
  else if (/^(sbatch|bsub)$/.test(first)) return { texts: [body], before: words };
  else if (/^(ba)?sh$/.test(last)) return { texts: [body], before: words.slice(0, -1) };
  return undefined;
}
