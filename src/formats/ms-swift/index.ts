import { hfTrainer } from "../../vocabulary/hugging-face.js";
import { because } from "../../vocabulary/recipe.js";
import { attention, bits, datasets, modules, word } from "../../vocabulary/scalars.js";
import { means } from "../../vocabulary/vocabulary.js";
import { firstText, tabled } from "../tabled.js";

const STAGES = { zero0: "ddp", zero1: "zero1", zero2: "zero2", zero3: "zero3", zero2_offload: "zero2", zero3_offload: "zero3" } as const;
const TUNER = ["tuner_type", "train_type", "sft_type"];

export default tabled({
  id: "ms-swift",
  title: "ms-swift",
  url: "https://swift.readthedocs.io",
  rank: 56,
  recognises: (root) =>
    root.at("model").text() !== undefined && ["tuner_type", "train_type", "sft_type", "rlhf_type"].some((key) => root.has(key)),
  keys: {
    model: means("model.id"),
    ...hfTrainer,
    target_modules: means("training.lora.target_modules", modules),
    quant_bits: means("training.quantization", bits),
    attn_impl: means("training.attention", attention),
    deepspeed: means("parallelism.strategy", word(STAGES)),
    dataset: means("data.dataset", datasets),
    rlhf_type: means(
      "training.objective",
      word({ dpo: "dpo", orpo: "orpo", simpo: "simpo", kto: "kto", cpo: "cpo", rm: "reward", ppo: "ppo", grpo: "grpo", gkd: "distill" }),
    ),
    micro_batch_size: means("training.micro_batch_size"),
    global_batch_size: means("training.global_batch_size"),
    tensor_model_parallel_size: means("parallelism.tensor"),
    pipeline_model_parallel_size: means("parallelism.pipeline"),
    expert_model_parallel_size: means("parallelism.expert"),
  },
  adapters: (root) => {
    const said = firstText(root, ...TUNER);
    return /lora/i.test(said?.text() ?? "") ? said : undefined;
  },
  together(root) {
    const said = firstText(root, ...TUNER);
    return said && /^full$/i.test(said.text() ?? "") ? { "training.method": because("full" as const, said) } : {};
  },
});
