const TRAINS =
  /(^|[^a-z])(train|trainer|training|finetune|fine[_-]tune|finetuning|tune|pretrain|pretraining|sft|dpo|grpo|ppo|orpo|kto|rlhf|lora|qlora|run_clm|run_mlm|run_glue|run_ner|run_qa|run_squad|run_seq2seq|run_summarization|run_translation|run_image_classification|distill|dreambooth|recipe|pt|mnist|cifar10|cifar|imagenet)([^a-z]|$)/i;
const DOES_NOT =
  /(^|[^a-z])(eval|evaluate|evaluation|infer|inference|serve|server|serving|convert|export|merge|preprocess|prepare|download|upload|tokenize|benchmark|bench|test|tests|pytest|unittest|plot|demo|gradio|api|chat|predict|prediction|predictions|scoring|deploy|deployment|preprocessing|generate|main_generation|text_generation|quantize|nccl|setup|install|data_prep|visualize|check|smoke|echo|hello|prune|mmlu|extract)([^a-z]|$)|^validat(e|or|ion)$/i;

/** What is trained may be a chat model: `finetune_chat.py`, but not `lora_chat.py`. */
const nameIn = (target: string): string => {
  const last = (target.split(/[/ ]/).at(-1) ?? target).replace(/\.py$/, "");
  return /(^|[^a-z])((pre)?train(er|ing)?|fine[_-]?tun(e|ing)|sft|dpo)([^a-z]|$)/i.test(last)
    ? last.replace(/(^|[^a-z])chat(?=[^a-z]|$)/i, "$1")
    : last;
};

export const namesTraining = (target: string): boolean =>
  TRAINS.test(nameIn(target)) && !DOES_NOT.test(nameIn(target)) && !/tokeni[sz]ers?\/[^/ ]+$/i.test(target);

/** `deepspeed moellava/eval/model_vqa.py`: the folder says what a file of no telling name does. */
export const liesAmongOthers = (target: string): boolean =>
  /(^|\/)(evals?|evaluate|evaluation|infer|inference|serve|serving|benchmarks?|tests?)\/[^/ ]+$/i.test(target);

/** Megatron's flags describe the model to whoever loads it: `tools/run_text_generation_server.py`, `examples/inference/gpt/cuda_graphs.py`. */
export const onlyLoads = (target: string): boolean =>
  namesOther(target) || liesAmongOthers(target) || /(^|[./])(inference|eval_harness)[./]/i.test(target);

/** `torchrun mnist.py`: what is started over several devices trains, unless its name says that it does something else. */
export const namesOther = (target: string): boolean => DOES_NOT.test(nameIn(target));
