import { expect, test } from "@jest/globals";
import { emptyConfig } from "../../src/config/config.js";
import { analyse } from "../../src/engine/analyse.js";
import { snapshotOf } from "../../src/model/snapshot.js";

/** What is asked for makes jobs; what it names elsewhere in the repository is read along. */
const FILES = {
  "slurm/train.sh": "#!/bin/bash\n#SBATCH --gres=gpu:4\naxolotl train configs/sft.yml\n",
  "configs/sft.yml": "base_model: Qwen/Qwen2.5-7B\nmicro_batch_size: 2\ndatasets: []\ndeepspeed: ../engines/z2.json\n",
  "configs/other.yml": "base_model: Qwen/Qwen2.5-0.5B\nmicro_batch_size: 1\ndatasets: []\n",
  "engines/z2.json": '{"zero_optimization": {"stage": 2}}',
  "rl/child.yaml": "defaults: ../base/grpo.yaml\ngrpo: { max_num_steps: 7 }\n",
  "base/grpo.yaml": "defaults: model.yaml\ngrpo: { max_num_steps: 9 }\n",
  "base/model.yaml": "policy: { model_name: Qwen/Qwen2.5-3B }\n",
};

const ALL = ["slurm/train.sh", "configs/other.yml", "rl/child.yaml", "base/grpo.yaml"];
const CASES: readonly (readonly [asked: string, jobs: readonly string[], sources: readonly string[]])[] = [
  ["slurm/train.sh", ["slurm/train.sh"], ["slurm/train.sh", "configs/sft.yml", "engines/z2.json"]],
  ["slurm", ["slurm/train.sh"], ["slurm/train.sh", "configs/sft.yml", "engines/z2.json"]],
  ["configs/sft.yml", ["configs/sft.yml"], ["configs/sft.yml", "engines/z2.json"]],
  ["rl", ["rl/child.yaml"], ["rl/child.yaml", "base/grpo.yaml", "base/model.yaml"]],
  [".", ALL, ["slurm/train.sh", "configs/sft.yml", "engines/z2.json"]],
];

for (const [asked, files, sources] of CASES)
  test(`asked for ${asked}`, () => {
    const { jobs, diagnostics } = analyse(snapshotOf(FILES), [asked], emptyConfig);
    expect(jobs.map(({ id }) => id.split("#")[0]).sort()).toEqual([...files].sort());
    expect(jobs.find(({ id }) => id.startsWith(files[0] ?? ""))?.sources.map(({ file }) => file)).toEqual(sources);
    expect(diagnostics.map(({ rule }) => rule)).not.toContain("link/missing-file");
  });

test("a program that a command names as its configuration is no broken YAML", () => {
  const files = {
    "train.sh": "torchrun --nproc_per_node 4 train.py --model_name_or_path gpt2 --config conf.py\n",
    "conf.py": "# micro_batch_size\nx = {\n\t'a': 1 }\n",
  };
  const { diagnostics } = analyse(snapshotOf(files), ["."], emptyConfig);
  expect(diagnostics.map(({ rule }) => rule)).not.toContain("input/syntax");
});

test("nothing outside the snapshot is read", () => {
  const outside = { "a.yml": "base_model: x/y\nmicro_batch_size: 1\ndatasets: []\ndeepspeed: ../../z2.json\n" };
  const { diagnostics } = analyse(snapshotOf(outside), ["."], emptyConfig);
  expect(diagnostics.map(({ rule }) => rule)).toContain("link/missing-file");
});
