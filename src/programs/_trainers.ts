import { axolotl } from "../vocabulary/axolotl.js";
import { hfTrainer, msSwift } from "../vocabulary/hugging-face.js";
import { megatron, nemo, openRlhf, slime } from "../vocabulary/launched.js";
import { levanter } from "../vocabulary/levanter.js";
import { litgpt } from "../vocabulary/litgpt.js";
import { llamaRecipes } from "../vocabulary/llama-recipes.js";
import { llmFoundry } from "../vocabulary/llm-foundry.js";
import { megatronBridge } from "../vocabulary/megatron-bridge.js";
import { nemoAutomodel } from "../vocabulary/nemo-automodel.js";
import { nemoRl } from "../vocabulary/nemo-rl.js";
import { oumi } from "../vocabulary/oumi.js";
import { dtype } from "../vocabulary/scalars.js";
import { torchtitan } from "../vocabulary/torchtitan.js";
import { torchtune } from "../vocabulary/torchtune.js";
import { verl } from "../vocabulary/verl.js";
import { means, type Vocabulary } from "../vocabulary/vocabulary.js";
import { AUTOTRAIN, FAIRSEQ, SCRIPT } from "./_script.js";

/** What a command trains with, told by the script, module or program it starts. */
export interface Trainer {
  readonly target: RegExp;
  readonly framework?: string;
  readonly vocabulary: Vocabulary;
  /** Flags that name the recipe; where none is given, the first YAML or JSON among the words is. */
  readonly recipe?: readonly string[];
  /** The first word that is no option names the model: `litgpt finetune_lora ID`. */
  readonly namesModel?: true;
  /** Its own options start torchrun or accelerate: `tune run --nproc_per_node 4`. Elsewhere `--launcher torchrun` says so. */
  readonly launcher?: string;
  /** It reads torchrun's variables itself: `NNODES=2 NPROC_PER_NODE=8`. */
  readonly readsEnvironment?: true;
  /** It starts its own workers: under torchrun or accelerate the same name is another framework's script. */
  readonly alone?: true;
  /** With these flags a script of that name is somebody else's. */
  readonly never?: readonly string[];
  /** Flags that nobody else has: the script may be called anything. */
  readonly always?: readonly string[];
}

/** Flags of `TrainingArguments`, and of scripts written after its example: recipes of other trainers say these things elsewhere. */
const HUGGING_FACE_FLAGS = ["model_name_or_path", "per_device_train_batch_size", "num_train_epochs", "learning_rate"];

/** First hit wins. A target is `axolotl train`, a module, or the path of a script. */
export const TRAINERS: readonly Trainer[] = [
  {
    target: /^axolotl (train|ray-train)$|^axolotl\.cli\.train$|(^|\/)scripts\/finetune\.py$/,
    framework: "axolotl",
    vocabulary: { ...axolotl, ...hfTrainer },
    never: HUGGING_FACE_FLAGS,
  },
  {
    target: /^(llamafactory-cli|lmf) train$|llamafactory\.(cli|launcher|train)|(^|\/)train_bash\.py$/,
    framework: "llama-factory",
    vocabulary: SCRIPT,
    readsEnvironment: true,
  },
  {
    target: /^tune run$|torchtune.*recipes\//,
    framework: "torchtune",
    vocabulary: { ...torchtune, ...SCRIPT },
    recipe: ["config"],
    launcher: "torchrun",
  },
  { target: /\bllama_(recipes|cookbook)\b.*finetuning/, framework: "llama-recipes", vocabulary: llamaRecipes },
  { target: /^trl (sft|dpo|kto|grpo|rloo|reward|gkd|orpo|ppo)$/, framework: "trl", vocabulary: hfTrainer, recipe: ["config"] },
  {
    target: /(^|\/)llm_(sft|dpo|pt)\.py$/,
    framework: "ms-swift",
    vocabulary: { ...msSwift, model_type: means("model.id"), ...SCRIPT, ...msSwift, dtype: means("training.precision", dtype) },
  },
  {
    target: /^(swift|megatron) (sft|pt|rlhf|app)$|swift\.cli\.(_megatron\.)?(sft|pt|rlhf)|swift\b.*\/cli\/(_megatron\/)?(sft|pt|rlhf)\.py/,
    framework: "ms-swift",
    vocabulary: { ...msSwift, ...SCRIPT, ...msSwift },
    recipe: ["config"],
    readsEnvironment: true,
  },
  {
    target: /^litgpt (finetune\w*|pretrain)$|litgpt\.(finetune|pretrain)/,
    framework: "litgpt",
    vocabulary: { ...litgpt, ...SCRIPT },
    recipe: ["config"],
    namesModel: true,
  },
  { target: /^oumi (train|distributed)$/, framework: "oumi", vocabulary: { ...oumi, ...SCRIPT }, recipe: ["c", "config"] },
  { target: /openrlhf[./]cli[./](train_\w+|\w*trainer)/, framework: "openrlhf", vocabulary: { ...openRlhf, ...hfTrainer } },
  {
    target:
      /verl[./]trainer(?![./]main_(generation|eval))|(^|[./])main_(ppo|grpo)(\.py)?$|(^|[./])recipe[./]\w+[./](?!main_(generation|eval))(main_\w+|\w+_main)(\.py)?$|fsdp_sft_trainer/,
    framework: "verl",
    vocabulary: verl,
    recipe: ["config"],
  },
  { target: /(^|\/)slime\/train(_async)?\.py$/, vocabulary: { ...slime, ...megatron }, always: ["rollout_max_response_len"] },
  { target: /(^|\/)megatron_\w+_(pretraining|finetuning|sft|peft_tuning|dpo|ppo_actor)\.py$/, framework: "nemo", vocabulary: nemo },
  {
    target: /(^|[/_])run_(grpo|sft|dpo|rm|distillation)\w*\.py$|(^|[./])nemo_rl([./]|$)/,
    framework: "nemo",
    vocabulary: nemoRl,
    recipe: ["config"],
    alone: true,
    never: [...HUGGING_FACE_FLAGS, "model", "ref_model"],
  },
  {
    target: /^automodel( |$)|(^|[./])nemo_automodel[./]/,
    framework: "nemo-automodel",
    vocabulary: { ...nemoAutomodel, ...SCRIPT },
    recipe: ["c", "config"],
  },
  {
    target: /scripts\/performance\/\w*(setup_experiment|run_script)\.py$/,
    framework: "megatron",
    vocabulary: megatronBridge,
    recipe: ["config_file"],
  },
  {
    target:
      /(^|\/)pretrain_(gpt|llama|bert|t5|vlm|mamba|retro|mixtral)\w*\.py$|(^|\/)finetune_mistral|megatron.*[./_-](pre)?train\w*(\.py)?$/i,
    framework: "megatron",
    vocabulary: { ...megatron },
  },
  {
    target: /torchtitan[./]train|(^|\/)torchtitan\/train\.py/,
    framework: "torchtitan",
    vocabulary: { ...torchtitan, ...SCRIPT },
    recipe: ["job.config_file", "job_config_file"],
    always: ["job.config_file"],
  },
  { target: /(^|\/)(deepy|train)\.py$.*neox|(^|\/)deepy\.py$/, framework: "gpt-neox", vocabulary: SCRIPT },
  { target: /^nnUNet(v2)?_train( |$)|^yolo train$/, vocabulary: SCRIPT },
  { target: /^xtuner train$/, vocabulary: SCRIPT, readsEnvironment: true },
  {
    target: /^autotrain (llm|dreambooth|text-classification|seq2seq|image-classification)$/,
    framework: "hf-trainer",
    vocabulary: AUTOTRAIN,
  },
  { target: /^fairseq-train( |$)|fairseq_cli[./]train/, vocabulary: FAIRSEQ },
  { target: /^ludwig (train|experiment)$/, framework: "ludwig", vocabulary: SCRIPT, recipe: ["config", "c"] },
  {
    target: /^llmfoundry (train|finetune)|llmfoundry|(^|\/)llm-foundry.*train\.py/,
    framework: "llm-foundry",
    vocabulary: { ...llmFoundry, ...SCRIPT },
  },
  {
    target: /levanter[./]main[./]\w*train|levanter.*train_lm/,
    framework: "levanter",
    vocabulary: { ...levanter, ...SCRIPT },
    recipe: ["config_path"],
  },
  { target: /(^|\/)run_train\.py$/, framework: "nanotron", vocabulary: SCRIPT, recipe: ["config_file"] },
  { target: /^(rl|sft|prime_rl.*|trainer)$/, framework: "prime-rl", vocabulary: SCRIPT, recipe: [] },
];

/** A script of nobody's framework trains when its name says so, or its flags are those of a trainer. */
export const OWN_SCRIPT: Trainer = {
  target: /./,
  framework: "hf-trainer",
  vocabulary: SCRIPT,
  recipe: ["config", "config_file", "config_path", "cfg", "yaml", "recipe"],
};
