import { expect, test } from "@jest/globals";
import { preferenceOf } from "../../src/estimate/preference.js";
import { USUAL } from "../../src/frameworks/profile.js";
import type { FactName, Facts } from "../../src/model/facts.js";
import { estimated, type Raw } from "./estimated.js";

const VERL = { old_log_probs: true, reference_on_host: true };

/** Sequences of an example, forward passes beside the trained one, frozen copies, value models. */
test.each<[string, Raw, typeof VERL, readonly [number, number, number, number]]>([
  ["DPO: chosen and rejected, and a reference", { "training.objective": "dpo" }, USUAL, [2, 1, 1, 0]],
  [
    "DPO, precomputed: no forward pass, no copy",
    { "training.objective": "dpo", "training.precompute_ref_log_probs": true },
    USUAL,
    [2, 0, 0, 0],
  ],
  ["KTO", { "training.objective": "kto" }, USUAL, [1, 1, 1, 0]],
  ["KTO, precomputed", { "training.objective": "kto", "training.precompute_ref_log_probs": true }, USUAL, [1, 0, 0, 0]],
  ["ORPO has no reference", { "training.objective": "orpo" }, USUAL, [2, 0, 0, 0]],
  ["SimPO has none either", { "training.objective": "simpo" }, USUAL, [2, 0, 0, 0]],
  ["GRPO of TRL: beta is 0", { "training.objective": "grpo", "training.beta": 0 }, USUAL, [1, 0, 0, 0]],
  ["GRPO with a divergence", { "training.objective": "grpo", "training.beta": 0.04 }, USUAL, [1, 1, 1, 0]],
  [
    "GRPO of verl: old log-probabilities, reference on the host",
    { "training.objective": "grpo", "training.beta": 0.001 },
    VERL,
    [1, 2, 0, 0],
  ],
  ["PPO: reference, reward, value and its training", { "training.objective": "ppo" }, USUAL, [1, 6, 2, 1]],
  ["SFT", { "training.objective": "sft" }, USUAL, [1, 0, 0, 0]],
])("%s", (_, raw, habits, [sequences, reference_passes, reference_weights, value_models]) => {
  const get = <F extends FactName>(name: F) => raw[name] as Facts[F] | undefined;
  expect(preferenceOf(get, habits)).toEqual({ sequences, reference_passes, reference_weights, value_models });
});

const DPO: Raw = {
  "model.id": "Qwen/Qwen2.5-7B",
  "training.objective": "dpo",
  "training.method": "full",
  "training.weights_dtype": "bf16",
  "resources.accelerator": "H100",
  "training.max_steps": 100,
};
const weights = (raw: Raw) => estimated(raw).memory?.weights ?? Number.NaN;

test("a reference is a second copy of 2 bytes a parameter: 7,615,616,512 × 2; precomputed it is none, and adapters need none", () => {
  const precomputed = { ...DPO, "training.precompute_ref_log_probs": true };
  expect(weights(DPO) - weights(precomputed)).toBe(2 * 7_615_616_512);
  const adapters = { "training.method": "lora", "training.lora.rank": 8 };
  expect(weights({ ...DPO, ...adapters })).toBe(weights({ ...precomputed, ...adapters }));
});

test("a run of steps takes steps × a step, however many sequences an example has", () => {
  for (const objective of ["sft", "dpo", "kto"]) {
    const { wall, terms } = estimated({ ...DPO, "training.objective": objective });
    const step = terms.find(({ id }) => id === "time.step")?.value ?? Number.NaN;
    expect(wall?.expected).toBeCloseTo((100 * step) / 0.94 + 60 + (2 * 7_615_616_512) / 1e9, 3);
  }
});
