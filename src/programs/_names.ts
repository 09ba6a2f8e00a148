const TRAINS =
  /(^|[^a-z])(train|trainer|training|finetune|fine[_-]tune|finetuning|finetuner|tune|pretrain|pretraining|sft|dpo|grpo|ppo|orpo|kto|rlhf|lora|qlora|run_clm|run_mlm|run_glue|run_ner|run_qa|run_squad|run_seq2seq|run_summarization|run_translation|run_image_classification|distill|dreambooth|hpo|optuna|recipe|pt|mnist|cifar10|cifar|imagenet)([^a-z]|$)/i;
const DOES_NOT =
  /(^|[^a-z])(eval|evaluate|evaluation|infer|inference|serve|server|serving|convert|export|merge|preprocess|prepare|download|upload|tokenize|benchmark|bench|test|tests|pytest|unittest|plot|demo|gradio|api|chat|predict|prediction|predictions|scoring|deploy|deployment|preprocessing|generate|main_generation|text_generation|quantize|nccl|setup|install|data_prep|visualize|check|verify|smoke|echo|hello|hello[-_]?world|tokeni[sz]er|prune|mmlu|extract|diagnose|analy[sz]e|(?<!sentiment[-_]?)analysis|stress|burn)([^a-z]|$)|^validat(e|or|ion)$|^(patch|mock|synthesi[sz]e|collect|filter|format|split|clean|count|watch|monitor|inspect|compute|calc|calculate)[-_]|^(create|build|make|get)[-_]\w*(data|datasets?|pairs|records|corpus|configs?|mixture)$/i;

/** What is trained may be a chat model: `finetune_chat.py`, but not `lora_chat.py`. */
const withoutChat = (name: string): string =>
  /(^|[^a-z])((pre)?train(er|ing)?|fine[_-]?tun(e|ing)|sft|dpo)([^a-z]|$)/i.test(name)
    ? name.replace(/(^|[^a-z])chat(?=[^a-z]|$)/i, "$1")
    : name;

export const namesTraining = (target: string): boolean => {
  const last = withoutChat(tellingPart(target));
  return TRAINS.test(inPackage(last)) && !DOES_NOT.test(last) && !/tokeni[sz]ers?\/[^/ ]+$/i.test(target);
};

/** Words that name a method or a dataset as much as a training of it: `merge_lora.sh`, `lora_demo.sh`. */
const AMBIGUOUS = /(^|[^a-z])(q?lora|recipe|pt|mnist|cifar(10)?|imagenet)(?=[^a-z]|$)/gi;
export const saysTraining = (target: string): boolean => namesTraining(target) && namesTraining(target.replaceAll(AMBIGUOUS, "$1"));

/** The file's name; of `finetune/main.py` the folder's too. */
function tellingPart(target: string): string {
  const parts = target.replace(/\.py$/, "").split(/[/ ]/);
  const last = parts.at(-1) ?? target;
  const folder = parts.at(-2) ?? "";
  return /^(main|__main__|run)$/.test(last) && /^(pre)?train(ing)?$|^fine_?tun(e|ing)$/.test(folder) ? `${folder}_${last}` : last;
}

/** `python -m moe_lora.gate_magnitudes`: the package is named after what was trained, the module after what it does; `moe_lora.main` leaves only the package. */
function inPackage(module: string): string {
  const [top = "", ...inner] = module.split(".");
  return inner.length === 0 || /^(main|__main__|run|cli|launch|start|app)$/.test(inner.at(-1) ?? "") || /train|tun/i.test(top)
    ? module
    : inner.join(".");
}

/** `deepspeed moellava/eval/model_vqa.py`: the folder says what a file of no telling name does. */
export const liesAmongOthers = (target: string): boolean =>
  /(^|\/)(evals?|evaluate|evaluation|infer|inference|serve|serving|benchmarks?|tests?)\/[^/ ]+$/i.test(target);

/** Megatron's flags describe the model to whoever loads it: `tools/run_text_generation_server.py`, `examples/inference/gpt/cuda_graphs.py`. */
export const onlyLoads = (target: string): boolean =>
  namesOther(target) || liesAmongOthers(target) || /(^|[./])(inference|eval_harness)[./]/i.test(target);

/** Programs that print, copy and set up, whatever their words name: `echo "wrote verl/trainer/config"`, `python -m venv finetune_env`. */
export const isTool = (target: string): boolean =>
  /^(echo|printf|cat|tee|sed|awk|grep|find|diff|ls|cp|mv|rm|ln|mkdir|touch|tar|git|wget|curl|venv|virtualenv|ensurepip|pip|ipykernel|json\.tool|http\.server)( |$)/.test(
    target,
  );

/** `evaluate_lm.sh` that starts `finetune_glm.py` asks it for something else than training, unless its flags are a training's. */
export const isCalledForOther = (file: string): boolean => {
  const name = (file.split("/").at(-1) ?? file).replace(/\.\w+$/, "");
  return (
    /^(run[-_])?(eval|evaluate|evaluation|infer|inference|predict|prediction|generate)([^a-z]|$)|[-_](eval|evaluate|infer|inference|predict)$/i.test(
      name,
    ) && !TRAINS.test(name)
  );
};

/** `torchrun mnist.py`: what is started over several devices trains, unless its name says that it does something else. */
export const namesOther = (target: string): boolean =>
  DOES_NOT.test(withoutChat((target.split(/[/ ]/).at(-1) ?? target).replace(/\.py$/, "")));

/** Flags only a training loop has. */
export const TRAINING_FLAGS = [
  "per_device_train_batch_size",
  "num_train_epochs",
  "gradient_accumulation_steps",
  "train_batch_size",
  "learning_rate",
  "lr",
  "epochs",
  "micro_batch_size",
  "max_train_steps",
  "max_epochs",
  "num_epochs",
  "total_epochs",
  "n_epochs",
  "weight_decay",
  "warmup_steps",
  "warmup_ratio",
  "lr_scheduler",
  "lr_scheduler_type",
  "max_grad_norm",
  "trainer.max_epochs",
  "trainer.gpus",
];
