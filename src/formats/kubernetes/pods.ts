import type { MutableFacts } from "../../model/facts.js";
import { declared } from "../../model/known.js";
import { type Bytes, bytes } from "../../model/units.js";
import type { Cursor } from "../../text/cursor.js";
import { wholeAt } from "../launched.js";

/** Extended resources that are accelerators. `aws.amazon.com/neuroncore` counts cores of one, so it is none. */
const DEVICES =
  /^(nvidia\.com\/(gpu|mig-.*|[ahbvlt]\d+.*)|amd\.com\/gpu|gpu\.intel\.com\/.*|habana\.ai\/gaudi|google\.com\/tpu|aws\.amazon\.com\/(neuron|neurondevice)|huawei\.com\/Ascend.*|volcano\.sh\/gpu-number|alpha\.kubernetes\.io\/nvidia-gpu)$/;

export interface Devices {
  readonly count: number;
  readonly at: Cursor;
  /** Name of the resource, as in `nvidia.com/gpu`. */
  readonly resource: string;
}

/** What one container asks for: its limits, or its requests where it has no limit. */
function asked(container: Cursor): Devices | undefined {
  for (const kind of ["limits", "requests"]) {
    const hit = container
      .at("resources", kind)
      .entries()
      .find(([key, value]) => DEVICES.test(key) && wholeAt(value) !== undefined);
    if (hit) return { count: wholeAt(hit[1]) ?? 1, at: hit[1], resource: hit[0] };
  }
  return undefined;
}

/** Containers that run side by side; init containers run before them and give their devices back. */
const containersOf = (spec: Cursor): readonly Cursor[] =>
  [spec.at("container"), spec.at("script")].find(({ kind }) => kind === "mapping")?.items("lone") ?? spec.at("containers").items();

/** Accelerators of one pod, over its containers. */
export function devicesOf(spec: Cursor): Devices | undefined {
  const all = containersOf(spec).flatMap((container) => asked(container) ?? []);
  const [first] = all;
  return first && { ...first, count: all.reduce((sum, { count }) => sum + count, 0) };
}

/** A device is asked for, even where the number is a template. */
export const namesDevices = (spec: Cursor): boolean =>
  containersOf(spec).some((each) =>
    ["limits", "requests"].some((kind) =>
      each
        .at("resources", kind)
        .entries()
        .some(([key, value]) => DEVICES.test(key) && value.text() !== "0"),
    ),
  );

/** A resource named after its card, as in `nvidia.com/a100`, and the memory of a MIG slice, as in `nvidia.com/mig-3g.40gb`. */
export function deviceFacts(devices: Devices | undefined): MutableFacts {
  const name = devices?.resource.split("/")[1] ?? "";
  const [, slice] = /^mig-\d+g\.(\d+)gb/.exec(name) ?? [];
  if (!devices) return {};
  return {
    ...(/^[ahbvlt]\d/.test(name) && { "resources.accelerator": declared(name, devices.at.place) }),
    ...(slice && { "resources.accelerator_memory": declared(bytes(Number(slice) * 2 ** 30), devices.at.place) }),
  };
}

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A quantity of memory: `512Gi`, `64G`, bytes. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
function quantity(text: string | undefined): Bytes | undefined {
  const [, number, unit] = /^([\d.]+(?:e\d+)?)([kMGT]i?|Ki)?$/.exec(text ?? "") ?? [];
  const size = Number(number) * (UNITS[unit ?? ""] ?? Number.NaN);
  return size > 0 ? bytes(size) : undefined;
}

/** Above its limit the container is killed. The one that has the devices counts; a sidecar's limit says nothing of the training. */
export function memoryFacts(spec: Cursor): MutableFacts {
  const containers = containersOf(spec);
  const working = containers.find((each) => asked(each) !== undefined) ?? (containers.length === 1 ? containers[0] : undefined);
  const own = spec.at("resourcesPerNode", "limits", "memory");
  const cell = own.kind === "scalar" ? own : working?.at("resources", "limits", "memory");
  const size = quantity(cell?.text());
  return cell && size !== undefined ? { "resources.memory_limit": declared(size, cell.place) } : {};
}
