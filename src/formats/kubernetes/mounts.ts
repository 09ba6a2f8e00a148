import type { Place } from "../../model/place.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { KINDS } from "./kinds.js";

/** A file that a pod finds where a ConfigMap of the same manifest is mounted. */
export interface Mounted {
  readonly path: string;
  readonly text: string;
  readonly at: Place;
}

/** Volumes of ConfigMaps: https://kubernetes.io/docs/concepts/configuration/configmap/ */
export function mountsIn(documents: readonly DataDocument[]): readonly Mounted[] {
  const maps = new Map(
    documents.flatMap(({ root }) =>
      root.at("kind").text() === "ConfigMap" ? [[root.at("metadata", "name").text() ?? "", root] as const] : [],
    ),
  );
  if (maps.size === 0) return [];
  const pods = documents.flatMap(({ root }) => KINDS[root.at("kind").text() ?? ""]?.groups(root.at("spec")).map(({ pod }) => pod) ?? []);
  return pods.flatMap((pod) =>
    pod
      .at("volumes")
      .items()
      .flatMap((volume) => filesOf(volume, maps.get(volume.at("configMap", "name").text() ?? ""), pod)),
  );
}

function filesOf(volume: Cursor, map: Cursor | undefined, pod: Cursor): readonly Mounted[] {
  if (!map) return [];
  const mounts = pod
    .at("containers")
    .items()
    .flatMap((container) => container.at("volumeMounts").items())
    .filter((mount) => mount.at("name").text() === volume.at("name").text());
  const named = new Map(
    volume
      .at("configMap", "items")
      .items()
      .map((item) => [item.at("key").text() ?? "", item.at("path").text() ?? ""]),
  );
  return map
    .at("data")
    .entries()
    .flatMap(([key, cell]) => mounts.flatMap((mount) => fileOf(cell, named.size > 0 ? named.get(key) : key, mount)));
}

/** Of a `subPath` the mount's own path is the file. */
function fileOf(cell: Cursor, name: string | undefined, mount: Cursor): readonly Mounted[] {
  const [text, folder, only] = [cell.text(), mount.at("mountPath").text(), mount.at("subPath").text()];
  if (text === undefined || folder === undefined || name === undefined || (only !== undefined && only !== name)) return [];
  return [{ path: only === undefined ? `${folder.replace(/\/$/, "")}/${name}` : folder, text, at: cell.place }];
}
