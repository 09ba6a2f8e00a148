import type { Report } from "../model/diagnostic.js";
import type { KnownFacts } from "../model/facts.js";
import type { Run } from "../model/job.js";
import { declared } from "../model/known.js";
import type { Command, Word } from "../text/script.js";
import { toImage } from "./_image.js";
import { namesOther, namesTraining } from "./_names.js";

type Pool = ReadonlyMap<string, Word>;

/**
 * `gcloud ai custom-jobs create --worker-pool-spec=machine-type=…,replica-count=…,accelerator-type=…`: a machine rented to train, if its names say so.
 * https://cloud.google.com/sdk/gcloud/reference/ai/custom-jobs/create
 */
export function vertexRun({ at, argv }: Command, report: Report): Run | undefined {
  if (!/^gcloud( (alpha|beta))? ai custom-jobs create /.test(argv.map(({ text }) => text).join(" "))) return undefined;
  const pools = valuesOf(argv, "worker-pool-spec").map(poolOf);
  const [first] = pools;
  if (!first || !namesWork(first, valuesOf(argv, "display-name"))) return undefined;
  const [region] = valuesOf(argv, "region");
  return {
    at,
    facts: {
      ...toImage(valuesOf(argv, "args").flatMap(listed), report),
      ...machines(pools, first),
      ...(region && region.unknown.length === 0 && { "resources.region": declared(region.text, region.at) }),
    },
    uses: [],
  };
}

/** Values of an option that may stand several times, glued to it or not. */
const valuesOf = (argv: readonly Word[], name: string): readonly Word[] =>
  argv.flatMap((word, index) => {
    if (word.text.startsWith(`--${name}=`)) return [{ ...word, text: word.text.slice(name.length + 3) }];
    const next = argv[index + 1];
    return word.text === `--${name}` && next ? [next] : [];
  });

const listed = (word: Word): readonly Word[] =>
  word.text
    .split(",")
    .filter((text) => text.trim() !== "")
    .map((text) => ({ ...word, text: text.trim() }));

const poolOf = (spec: Word): Pool =>
  new Map(
    listed(spec).flatMap((word) => {
      const [, key, text] = /^([\w-]+)=(.+)$/s.exec(word.text) ?? [];
      return key && text ? [[key, { ...word, text }] as const] : [];
    }),
  );

/** Its own name, its image, its module or script. */
function namesWork(pool: Pool, names: readonly Word[]): boolean {
  const said = [...names, ...["container-image-uri", "python-module", "script"].flatMap((key) => pool.get(key) ?? [])];
  const plain = said.map(({ text }) => text.replace(/:[\w.-]*$/, ""));
  return plain.some(namesTraining) && !plain.some(namesOther);
}

/** The second pool's workers count where they have the chief's machine. */
function machines(pools: readonly Pool[], first: Pool): KnownFacts {
  const [type, count, machine] = ["accelerator-type", "accelerator-count", "machine-type"].map((key) => known(first.get(key)));
  const alike = pools.slice(0, 2).filter((pool) => pool.get("machine-type")?.text === first.get("machine-type")?.text);
  const sizes = alike.map((pool) => Number(pool.get("replica-count")?.text ?? 1));
  const place = first.get("replica-count") ?? first.get("machine-type");
  const nodes = sizes.reduce((sum, size) => sum + size, 0);
  return {
    ...(type && { "resources.accelerator": declared(type.text, type.at) }),
    ...(count && Number(count.text) > 0 && { "resources.accelerators_per_node": declared(Number(count.text), count.at) }),
    ...(machine && { "resources.instance_type": declared(machine.text, machine.at) }),
    ...(place && nodes > 0 && { "resources.nodes": declared(nodes, place.at) }),
  };
}

const known = (word: Word | undefined): Word | undefined => (word && !/[${]/.test(word.text) ? word : undefined);
