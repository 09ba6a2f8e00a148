import type { MutableFacts } from "../../model/facts.js";
import { declared } from "../../model/known.js";
import { seconds } from "../../model/units.js";
import type { Cursor } from "../../text/cursor.js";
import { wholeAt } from "../launched.js";
import type { Group } from "./kinds.js";
import { nodeFacts } from "./nodes.js";
import { type Devices, deviceFacts, devicesOf, memoryFacts, namesDevices } from "./pods.js";

/** Groups that ask for accelerators count; a launcher or head that asks for none does not. */
export function hardware(groups: readonly Group[], spec: Cursor): MutableFacts {
  const asking = groups.flatMap((each) => {
    const devices = devicesOf(each.pod);
    return devices ? [{ ...each, devices }] : [];
  });
  const counted = [asking, groups.filter(({ pod }) => namesDevices(pod))].find(({ length }) => length > 0) ?? working(groups);
  const written = counted.every(({ at }) => at.kind === "absent" || wholeAt(at) !== undefined);
  const nodes = written ? counted.reduce((sum, each) => sum + each.replicas, 0) : 0;
  const [first] = counted;
  const widest = asking.reduce<Devices | undefined>(
    (most, { devices }) => (most && most.count >= devices.count ? most : devices),
    undefined,
  );
  const asked = widest ?? direct(spec) ?? slots(spec, groups);
  return {
    ...Object.assign({}, ...[...asking, ...groups].map(({ pod }) => ({ ...memoryFacts(pod), ...nodeFacts(pod) })).reverse()),
    ...(first && nodes > 0 && { "resources.nodes": declared(nodes, first.at.kind === "absent" ? first.pod.place : first.at.place) }),
    ...(asked && { "resources.accelerators_per_node": declared(asked.count, asked.at.place) }),
    ...deviceFacts(widest),
  };
}

/** Where nobody asks for accelerators: the groups whose size is written, without parameter servers. */
function working(groups: readonly Group[]): readonly Group[] {
  const parameterServers = groups.some(({ name }) => /^worker$/i.test(name));
  return groups.filter(({ name, at }) => wholeAt(at) !== undefined && !(parameterServers && /^(ps|parameter-server)$/i.test(name)));
}

const whole = (at: Cursor): Devices | undefined => {
  const count = wholeAt(at);
  return count === undefined ? undefined : { count, at, resource: "" };
};

/** A TrainJob's own resources, and processes per node where the pods say nothing. */
const direct = (spec: Cursor): Devices | undefined =>
  [
    ...["limits", "requests"].map((key) => spec.at("trainer", "resourcesPerNode", key, "nvidia.com/gpu")),
    spec.at("nprocPerNode"),
    spec.at("trainer", "numProcPerNode"),
  ]
    .map(whole)
    .find((each) => each !== undefined);

/** MPI slots and Ray's own count stand for devices only where the pods name a device whose number is a template. */
const slots = (spec: Cursor, groups: readonly Group[]): Devices | undefined =>
  groups.some(({ pod }) => namesDevices(pod))
    ? [spec.at("slotsPerWorker"), ...groups.map(({ slots }) => slots)].map((cell) => (cell ? whole(cell) : undefined)).find((each) => each)
    : undefined;

const DEADLINE = "activeDeadlineSeconds";

/** The shortest deadline of those that hold: of the job, of the jobs in it, of their pods. `ttlSecondsAfterFinished` is none. */
export function limit(spec: Cursor, groups: readonly Group[]): MutableFacts {
  const cells = [
    spec,
    spec.at("runPolicy"),
    spec.at("jobTemplate", "spec"),
    ...groups.flatMap(({ job, pod }) => (job ? [job, pod] : [pod])),
  ]
    .map((each) => each.at(DEADLINE))
    .filter((each) => wholeAt(each) !== undefined);
  const cell = cells.reduce<Cursor | undefined>(
    (least, each) => (least && (wholeAt(least) ?? 0) <= (wholeAt(each) ?? 0) ? least : each),
    undefined,
  );
  return cell ? { "resources.time_limit": declared(seconds(wholeAt(cell) ?? 0), cell.place) } : {};
}
