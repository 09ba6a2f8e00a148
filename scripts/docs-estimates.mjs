// The page of formulas: prose of ours, figures and tables of the sources.
import { MARK, table } from "./generated.mjs";

/** docs/how-it-estimates.md: every line of the working, what is assumed where a manifest is silent, and the frameworks' profiles. */
export const estimatesPage = (lines, profiles, figures) => `${MARK}# How it estimates

Nothing is run. Every number is arithmetic over what the manifest says, the framework's defaults and the catalogue; \`traincost explain JOB\` prints each term of one job
with the job's numbers put in, so that a pocket calculator gives the same value, and the file and line each input stands in. The peak is the fullest of four moments (loading, loss, a layer's backward, optimizer step), not a sum of terms.

${table(
  ["term", "unit", "formula", "source"],
  lines.map(({ label, unit, formula, source }) => [label, unit, formula.replaceAll("|", "\\|"), source]),
)}

${silence(figures)}

## Policies that sample what they learn from

GRPO, RLOO, PPO and online DPO take two phases: sampling and training. A round of sampling is what a roofline says (src/estimate/time/generation.ts): every decoding step reads the weights once,
every token reads its keys and values; vLLM's and the host's share are fitted on three published rounds. TRL's batch counts completions, verl's, NeMo-RL's and OpenRLHF's prompts.
Only the limit of a completion's length is declared: half of it is expected, a fifth to nine tenths is the range, and among many completions one runs into the limit.
A reference model is held where \`training.beta\` is not 0 and no adapters are trained; vLLM beside the policy keeps its share of the card unless the framework lets it sleep.

## Models over images

Stable Diffusion 1 and 2, FLUX.1 and ResNet-50 are costed from a published rate of images a second, scaled by what matrix products reach on the card, within a wide range.
Other models over images, and speech models that are no transformer, are refused by the key to add.

## Framework profiles

Defaults a framework fills in itself, and habits that no manifest has a key for.

${table(
  ["framework", "read from", "defaults"],
  Object.entries(profiles).map(([name, { source, versions, defaults, rollout }]) => [
    name,
    `${source} (${versions})`,
    Object.entries({ ...defaults, ...rollout })
      .map(([key, value]) => `${key.replace(/^training\./, "")}=${JSON.stringify(value)}`)
      .join(", "),
  ]),
)}
`;

/** What stands in for a key that nobody wrote, with the figures of the sources. */
function silence({ usualLength, USUAL_LIMIT, LONGEST_OF, GOODPUT, FLEET, LONGEST_RUN, startUp, TOKENS_ON_DEVICE }) {
  const { low, expected, high } = usualLength();
  const [pretraining, full, adapters] = [TOKENS_ON_DEVICE.pretraining, TOKENS_ON_DEVICE.full, TOKENS_ON_DEVICE.adapters].map(count);
  return `## Where a manifest is silent

What nobody says is assumed and marked so: what weighs most with an asterisk in the table, all of it with value and reason in the comment and in \`traincost explain\`. A line \`# traincost: key=value\` in the manifest replaces it.

| key | assumed | from |
|---|---|---|
| \`data.tokens_per_example\` | ${expected} tokens (${low} to ${high}) under a limit of ${count(USUAL_LIMIT)}; more under a higher limit, less under a lower one, never above it | instruction data of the catalogue and of published runs: src/estimate/lengths.ts |
| \`training.micro_batch_size\` | as many rows as ${pretraining} tokens on a device in pretraining, ${full} where all weights are fine-tuned, ${adapters} where adapters are; where only the global batch is known, accumulated up to it | medians of public recipes: src/engine/resolve/batch.ts |
| \`training.packing\` | on for a corpus | a corpus is cut into full rows |
| \`parallelism.strategy\` | a framework's own, else a copy on every device | the profiles below |
| \`data.examples\`, \`data.tokens\` | nothing: time and cost are refused, with the key to add | a guess would be off by any factor |

**Length of a row.** Packed rows are full. Others are as long as the longest of their micro batch, on average the mean × rows^${LONGEST_OF}, at most the limit; frameworks on XLA pad to the limit.
Time counts those tokens. Memory counts a row at the limit, because one such row is enough to run out; only the low end of its range counts the longest row that data of this mean need have.

**From steps to a run.** Beside its steps a run evaluates, saves, restarts and waits. ${percent(GOODPUT.few)} of its time trains on up to ${FLEET.few} accelerators, ${percent(GOODPUT.many)} on ${FLEET.many} and more, and ${percent(GOODPUT.tuned)}
where all weights are fine-tuned on several accelerators by single PyTorch operations. A run that would take more than ${LONGEST_RUN / 24} days on what is declared counts here as one on more accelerators: half of the published
pretrainings end sooner. Before the first step come ${startUp(0)} s, and the weights at 1 GB/s.

**Ranges.** Each end is the tenth or ninetieth percentile of measured over estimated among published runs of its kind. An assumed length, or a card that nobody measured, is a second reason to be
wrong and independent of the first: the two factors add as squares of their logarithms, so that ×2 and ×2 make ×2.7 and not ×4.`;
}

const count = (value) => value.toLocaleString("en-US");
const percent = (share) => `${Math.round(100 * share)} %`;
