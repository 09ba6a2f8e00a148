import { hfTrainer, homeMade, llamaFactory } from "../vocabulary/hugging-face.js";
import { countOrNone } from "../vocabulary/scalars.js";
import { means, type Vocabulary } from "../vocabulary/vocabulary.js";

/** Counts that people's own scripts take as flags; a config's keys of these names may mean anything. */
const COUNTS: Vocabulary = {
  bert_model: means("model.id"),
  num_steps: means("training.max_steps", countOrNone),
  max_iters: means("training.max_steps", countOrNone),
  num_iterations: means("training.max_steps", countOrNone),
  train_iters: means("training.max_steps", countOrNone),
  total_epochs: means("training.epochs"),
  max_epochs: means("training.epochs"),
  n_epochs: means("training.epochs"),
  n_epoch: means("training.epochs"),
  num_nodes: means("resources.nodes", countOrNone),
  nnodes: means("resources.nodes", countOrNone),
  gpus_per_node: means("resources.accelerators_per_node", countOrNone),
  num_gpus_per_node: means("resources.accelerators_per_node", countOrNone),
  nproc_per_node: means("resources.accelerators_per_node", countOrNone),
};

/** Flags of scripts of nobody's framework. */
export const SCRIPT: Vocabulary = { ...llamaFactory, ...hfTrainer, ...homeMade, ...COUNTS };
