import { expect, test } from "@jest/globals";
import { emptyConfig } from "../../src/config/config.js";
import { analyse } from "../../src/engine/analyse.js";
import { snapshotOf } from "../../src/model/snapshot.js";

const RECIPE = `model_name_or_path: Qwen/Qwen2.5-0.5B
dataset_name: trl-lib/Capybara
max_length: 1024
per_device_train_batch_size: 2
num_train_epochs: 1
`;

/** The framework of a TRL recipe in `train/conf/` beside these files, and where its version is from. */
function framework(files: Readonly<Record<string, string>>, recipe = RECIPE) {
  const { jobs } = analyse(snapshotOf({ "train/conf/sft.yaml": recipe, ...files }), ["train/conf/sft.yaml"], emptyConfig);
  const known = jobs[0]?.facts["training.framework"];
  return `${known?.value} ${known?.kind === "derived" && known.note.includes("==") ? `${known.at?.file}:${known.at?.line}` : ""}`.trim();
}

test.each([
  ["pip", "requirements.txt", "torch>=2.4\ntrl==0.12.2  # newer ones differ\n", "trl 0.12.2 requirements.txt:2"],
  ["pip, with extras, compatible", "requirements.txt", "trl[peft, vllm] ~= 0.12.0\n", "trl 0.12.0 requirements.txt:1"],
  ["a bound is no version", "requirements.txt", "trl>=0.12\n", "trl"],
  ["nor is a comment", "requirements.txt", "# trl==0.12.2\ntrl\n", "trl"],
  ["nor is another package's", "requirements.txt", "my-trl==0.12.2\ntrl-extras==1.0.0\n", "trl"],
  ["PEP 621", "pyproject.toml", '[project]\ndependencies = [\n  "trl==0.11.4",\n]\n', "trl 0.11.4 pyproject.toml:3"],
  ["Poetry", "pyproject.toml", '[tool.poetry.dependencies]\ntrl = "^0.9.6"\n', "trl 0.9.6 pyproject.toml:2"],
  ["conda", "environment.yml", "dependencies:\n  - trl=0.9.4\n", "trl 0.9.4 environment.yml:2"],
  ["uv.lock", "uv.lock", '[[package]]\nname = "trl"\nversion = "0.19.1"\n', "trl 0.19.1 uv.lock:2"],
  ["Poetry, with extras", "pyproject.toml", 'trl = {version = "^0.9.6", extras = ["peft"]}\n', "trl 0.9.6 pyproject.toml:1"],
  ["a bound of Poetry's is no version", "pyproject.toml", 'trl = {version = ">=0.9"}\n', "trl"],
  [
    "a tag of its repository",
    "requirements.txt",
    "trl @ git+https://github.com/huggingface/trl.git@v0.12.1\n",
    "trl 0.12.1 requirements.txt:1",
  ],
  ["a commit is no version", "requirements.txt", "git+https://github.com/huggingface/trl.git@5e90682\n", "trl"],
  ["pdm.lock", "pdm.lock", '[[package]]\nname = "trl"\nversion = "0.12.1"\n', "trl 0.12.1 pdm.lock:2"],
  ["Pipenv", "Pipfile", '[packages]\ntrl = "==0.12.1"\n', "trl 0.12.1 Pipfile:2"],
  ["setup.py", "setup.py", 'setup(install_requires=["trl==0.12.1"])\n', "trl 0.12.1 setup.py:1"],
  ["requirements in a folder", "requirements/train.txt", "trl==0.12.1\n", "trl 0.12.1 requirements/train.txt:1"],
  ["an image in a folder", "docker/Dockerfile.train", "RUN pip install trl==0.12.1\n", "trl"],
  ["an image", "Dockerfile", "FROM python:3.11\nRUN pip install 'trl==0.8.6' peft\n", "trl 0.8.6 Dockerfile:2"],
] as const)("%s", (_, file, text, expected) => expect(framework({ [file]: text })).toBe(expected));

test("a lock file beats bounds beside it, and the nearest folder the ones above", () => {
  const top = { "pyproject.toml": '"trl==0.10.1"\n', "uv.lock": 'name = "trl"\nversion = "0.19.1"\n' };
  expect(framework(top)).toBe("trl 0.19.1 uv.lock:1");
  expect(framework({ ...top, "train/requirements.txt": "trl==0.12.2\n" })).toBe("trl 0.12.2 train/requirements.txt:1");
  expect(framework({ ...top, "other/requirements.txt": "trl==0.12.2\n" })).toBe("trl 0.19.1 uv.lock:1");
});

test("what the job says itself stands", () => {
  const said = `${RECIPE}# traincost: training.framework=trl 0.16\n`;
  expect(framework({ "requirements.txt": "trl==0.12.2\n" }, said)).toBe("trl 0.16");
});

test("a launch file's own pip install is the job's", () => {
  const { jobs } = analyse(
    snapshotOf({
      "train.sbatch": "#!/bin/bash\n#SBATCH --gres=gpu:a100:1\npip install trl==0.12.2\ntrl sft --config sft.yaml\n",
      "sft.yaml": RECIPE,
      "requirements.txt": "trl==0.19.1\n",
    }),
    ["."],
    emptyConfig,
  );
  expect(jobs.map(({ facts }) => facts["training.framework"]?.value)).toEqual(["trl 0.12.2"]);
});
