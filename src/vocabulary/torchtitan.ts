import { countOrNone, datasets, dtype, flag, optimizer } from "./scalars.js";
import { means, type Vocabulary } from "./vocabulary.js";

/** Degrees stood in `[training]` and `[experimental]` before `[parallelism]` existed. */
const degree = (name: string, fact: Parameters<typeof means>[0]): Vocabulary =>
  Object.fromEntries(["parallelism", "training", "experimental"].map((table) => [`${table}.${name}`, means(fact, countOrNone)]));

/** Keys of torchtitan's TOML, which its command also takes as `--training.local_batch_size`. */
export const torchtitan: Vocabulary = {
  "training.local_batch_size": means("training.micro_batch_size"),
  "training.batch_size": means("training.micro_batch_size"),
  "training.global_batch_size": means("training.global_batch_size", countOrNone),
  // forks of the time before it had one of its own
  "training.gradient_accumulation_steps": means("training.gradient_accumulation_steps", countOrNone),
  "training.seq_len": means("training.sequence_length"),
  "training.steps": means("training.max_steps", countOrNone),
  "training.mixed_precision_param": means("training.precision", dtype),
  "compile.enable": means("training.torch_compile"),
  "training.compile": means("training.torch_compile"),
  "training.dataset": means("data.dataset", datasets),
  "training.enable_cpu_offload": means("parallelism.offload", flag("parameters")),
  "optimizer.name": means("training.optimizer", optimizer),
  ...degree("tensor_parallel_degree", "parallelism.tensor"),
  ...degree("pipeline_parallel_degree", "parallelism.pipeline"),
  ...degree("context_parallel_degree", "parallelism.context"),
  ...degree("expert_parallel_degree", "parallelism.expert"),
};
