import type { Fragment } from "../../model/job.js";
import { declared, derived } from "../../model/known.js";
import type { Cursor } from "../../text/cursor.js";
import { axolotl } from "../../vocabulary/axolotl.js";

/** Keys of axolotl's that state no fact, and are swept. */
const OTHERS = /^_|^(learning_rate|lr_scheduler|warmup_(steps|ratio)|weight_decay|adapter|seed|val_set_size|deepspeed|loraplus_lr_ratio)$/;

/** `axolotl train c.yml --sweep s.yml`: nothing but lists of values, by axolotl's own keys. */
export const isSweep = (root: Cursor): boolean =>
  root.kind === "mapping" &&
  root.keys().length > 0 &&
  root.entries().every(([key, cell]) => cell.kind === "sequence" && (Object.hasOwn(axolotl, key) || OTHERS.test(key)));

/** Every value with every other; `_` before a key pairs the settings that its list holds. https://docs.axolotl.ai/docs/multi-gpu.html, `axolotl/cli/utils/sweeps.py` */
export function sweep(root: Cursor): readonly Fragment[] {
  const lengths = root.entries().map(([, cell]) => cell.items().length);
  const times = lengths.reduce((product, length) => product * Math.max(1, length), 1);
  const runs = derived(times, `a sweep of ${lengths.join(" × ")}`, [declared(times, root.place)]);
  return [{ format: "axolotl", role: "companion", at: root.place, facts: { runs }, uses: [] }];
}
