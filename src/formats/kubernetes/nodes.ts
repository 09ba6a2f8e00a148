import type { MutableFacts } from "../../model/facts.js";
import { declared, derived } from "../../model/known.js";
import type { Cursor } from "../../text/cursor.js";

/** Labels of nodes that name the card: of NVIDIA's and AMD's operators, of the clouds. */
const PRODUCT = [
  "nvidia.com/gpu.product",
  "amd.com/gpu.product-name",
  "cloud.google.com/gke-accelerator",
  "cloud.google.com/gke-tpu-accelerator",
  "karpenter.k8s.aws/instance-gpu-name",
  "eks.amazonaws.com/instance-gpu-name",
  "karpenter.azure.com/sku-gpu-name",
  "gpu.nvidia.com/model",
  "gpu.nvidia.com/class",
  "nvidia.com/gpu.family",
];
/** What clusters of their own call it: `gpu-type`, `gpu_model`, `accelerator`. */
const OWN_PRODUCT = /(^|[/._-])(gpu[-_.]?(type|model|name|product)|accelerator)$/i;
const INSTANCE = ["node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type", "karpenter.azure.com/sku-name"];
const REGION = ["topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"];
const FAMILY = ["karpenter.k8s.aws/instance-family", "eks.amazonaws.com/instance-family", "cloud.google.com/machine-family"];

/** Families of machines with one kind of card. https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html, https://cloud.google.com/compute/docs/gpus */
const CARDS: Readonly<Record<string, string>> = {
  p3: "V100-16GB",
  p3dn: "V100-32GB",
  p4d: "A100-40GB",
  p4de: "A100-80GB",
  p5: "H100",
  p5e: "H200",
  p5en: "H200",
  "p6-b200": "B200",
  g4dn: "T4",
  g5: "A10G",
  g6: "L4",
  g6e: "L40S",
  trn1: "Trainium1",
  trn2: "Trainium2",
  g2: "L4",
  a4: "B200",
};

/** Nodes that may be taken away: the label or taint, and the value that means it. */
const SPOT: readonly (readonly [key: RegExp, value: RegExp])[] = [
  [/^cloud\.google\.com\/gke-(spot|preemptible)$/, /^true$/],
  [/^cloud\.google\.com\/gke-provisioning$/, /^(spot|preemptible)$/],
  [/^karpenter\.sh\/capacity-type$/, /^spot$/],
  [/^eks\.amazonaws\.com\/capacityType$/, /^SPOT$/i],
  [/^kubernetes\.azure\.com\/scalesetpriority$/, /^spot$/],
  [/^(node\.kubernetes\.io\/)?lifecycle$/, /spot/i],
];
const CLOUDS: readonly (readonly [key: RegExp, cloud: string])[] = [
  [/^cloud\.google\.com\//, "gcp"],
  [/^(karpenter\.k8s\.aws|eks\.amazonaws\.com|sagemaker\.amazonaws\.com)\//, "aws"],
  [/^(kubernetes\.azure\.com|karpenter\.azure\.com)\//, "azure"],
  [/^(gpu\.nvidia\.com|node\.coreweave\.cloud)\//, "coreweave"],
];

interface Choice {
  readonly key: string;
  readonly values: readonly Cursor[];
}

/** Every `key: values` that chooses nodes: the selector, and required affinities. A preference is no choice, and `NotIn` chooses what is not named. */
function selections(spec: Cursor): readonly Choice[] {
  const terms = spec.at("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms").items();
  const expressions = terms.flatMap((term) => term.at("matchExpressions").items());
  return [
    ...spec
      .at("nodeSelector")
      .entries()
      .map(([key, value]) => ({ key, values: [value] })),
    ...expressions
      .filter((each) => (each.at("operator").text() ?? "In") === "In")
      .map((each) => ({ key: each.at("key").text() ?? "", values: each.at("values").items() })),
  ].filter(({ values }) => values.length > 0 && values.every((value) => isWritten(value.text())));
}
const isWritten = (text: string | undefined): boolean => text !== undefined && text !== "" && !/[${<]|PLACEHOLDER/.test(text);

/** A pod that tolerates the taint of spot nodes was written for them. */
const tolerations = (spec: Cursor): readonly Choice[] =>
  spec
    .at("tolerations")
    .items()
    .map((each) => ({ key: each.at("key").text() ?? "", values: each.has("value") ? [each.at("value")] : [] }));

const spotCell = (choices: readonly Choice[]): Cursor | undefined =>
  choices.find(({ key, values }) => SPOT.some(([name, value]) => name.test(key) && values.every((each) => value.test(each.text() ?? ""))))
    ?.values[0];

/** What the pod's choice of nodes says of the card, the machine, its price and place. */
export function nodeFacts(spec: Cursor): MutableFacts {
  const chosen = selections(spec);
  const pick = (keys: readonly string[]) => chosen.find(({ key }) => keys.includes(key))?.values[0];
  const product = pick(PRODUCT) ?? chosen.find(({ key }) => OWN_PRODUCT.test(key) && !FAMILY.includes(key))?.values[0];
  const [instance, region, family] = [pick(INSTANCE), pick(REGION), pick(FAMILY)];
  const card = CARDS[family?.text()?.toLowerCase() ?? ""];
  const spot = spotCell(chosen) ?? spotCell(tolerations(spec).filter(({ values }) => values.length > 0));
  const cloud = chosen.map(({ key, values }) => [CLOUDS.find(([name]) => name.test(key))?.[1], values[0]] as const).find(([name]) => name);
  return {
    ...(family &&
      card && { "resources.accelerator": derived(card, `machines of family ${family.text()}`, [declared(card, family.place)]) }),
    ...(product && { "resources.accelerator": declared(product.text() ?? "", product.place) }),
    ...(instance && { "resources.instance_type": declared(instance.text() ?? "", instance.place) }),
    ...(region && { "resources.region": declared(region.text() ?? "", region.place) }),
    ...(spot && { "resources.spot": declared(true, spot.place) }),
    ...(cloud?.[0] && cloud[1] && { "resources.cloud": derived(cloud[0], "the label's owner", [declared(cloud[0], cloud[1].place)]) }),
  };
}
