import type { Reference } from "../model/job.js";
import { declared } from "../model/known.js";
import type { Word } from "../text/script.js";
import type { Flags } from "./program.js";

/** Known, but for the folder at its head, or for folders above two that are known: `/scratch/$USER/job_$ID/configs/a.json`. */
export const isPath = ({ text, unknown }: Word): boolean =>
  unknown.length === 0 ||
  (unknown.length === 1 && /^(\$\{?\w+\}?|\$\([^()]*\))\/[^$]+$/.test(text)) ||
  /^[/$].*\$\{?[A-Za-z_]\w*\}?[^$/]*\/([^$/]+\/)+[^$/]+$/.test(text);

/**
 * Hydra's folder and name, without its ending: `--config-path=config --config-name=sft`. A relative folder lies beside the script or module, which may be an installed one's.
 * https://hydra.cc/docs/1.3/advanced/hydra-command-line-flags/
 */
export function hydraFile(flags: Flags, target: string): Reference | undefined {
  const [folder, name] = ["config_path", "config_name"].map((flag) => flags.get(flag)?.values[0]);
  if (!folder || !name || name.unknown.length > 0) return undefined;
  const file = `${folder.text.replace(/\/+$/, "")}/${name.text.replace(/\.ya?ml$/, "")}.yaml`;
  if (!isPath({ ...folder, text: file })) return undefined;
  const path = /^[/$]/.test(file) ? file : `${folderOf(target)}${file}`;
  return { path: declared(path, name.at), as: "recipe", shipped: true };
}

/** `recipe/dapo/main.py` and the module `recipe.dapo.main`. */
const folderOf = (target: string): string => {
  const path = /\.py$/.test(target) ? target : target.replaceAll(".", "/");
  return path.slice(0, path.lastIndexOf("/") + 1);
};
