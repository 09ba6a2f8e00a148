import type { MutableFacts } from "../model/facts.js";
import { declared, derived } from "../model/known.js";
import type { Cursor } from "../text/cursor.js";

const GIVEN = { TYPE: /^accelerator_type:(.+)$/, SHAPE: /^anyscale\/accelerator_shape:(\d+)x(.+)$/ };
const whole = (cell: Cursor): number | undefined => (/^\d+$/.test(cell.text() ?? "") ? Number(cell.text()) : undefined);

/**
 * `ray_num_workers` times `resources_per_worker.GPU`, as axolotl and LLaMA-Factory hand them to Ray Train; a custom resource may pin the card, or
 * the shape of a node. https://docs.ray.io/en/latest/train/user-guides/using-gpus.html
 */
export function rayWorkers(root: Cursor): MutableFacts {
  const [workers, resources] = [root.at("ray_num_workers"), root.at("resources_per_worker")];
  const keys = resources.keys();
  const shape = keys.map((key) => GIVEN.SHAPE.exec(key)).find((hit) => hit);
  const type = keys.map((key) => GIVEN.TYPE.exec(key)?.[1]).find((hit) => hit) ?? shape?.[2];
  const each = resources.has("GPU") ? whole(resources.at("GPU")) : 1;
  const total = (whole(workers) ?? 0) * (each ?? 0);
  return { ...spread(total, Number(shape?.[1] ?? 8), workers), ...(type && { "resources.accelerator": declared(type, resources.place) }) };
}

/** Full nodes, of the pinned shape or of eight. */
function spread(total: number, full: number, workers: Cursor): MutableFacts {
  if (total <= 0 || (total > full && total % full !== 0)) return {};
  const from = [declared(total, workers.place)];
  return {
    "resources.accelerators_per_node": derived(Math.min(total, full), "Ray's workers over full nodes", from),
    "resources.nodes": derived(Math.max(1, total / full), "Ray's workers over full nodes", from),
  };
}
