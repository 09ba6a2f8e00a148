import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { traincost } from "./command.js";
import { git, play, RECIPE, STRICT, told } from "./play.js";

/** A place outside the repository that a link could lead to. */
function outside() {
  const folder = mkdtempSync(join(tmpdir(), "traincost-outside-"));
  writeFileSync(join(folder, "secret.yml"), RECIPE.replace("gpt2", "gpt2-medium"));
  return folder;
}

test("links out of the repository, and into git's own folder, are not followed", async () => {
  const folder = outside();
  const result = await play({
    base: { ".git/own.yml": RECIPE.replace("gpt2", "gpt2-medium") },
    head: { "job.yml": RECIPE },
    links: { "absolute.yml": join(folder, "secret.yml"), "own.yml": ".git/own.yml", folder: folder, "self.yml": "self.yml" },
  });
  expect(told(result)).toEqual(["added job.yml#job"]);
  expect(JSON.stringify(result.report)).not.toContain("gpt2-medium");
});

test.each(["/etc/passwd", "../../../../etc/passwd", "../outside/secret.yml"])("a recipe named %s is nobody's", async (path) => {
  const launcher = `#!/bin/bash\n#SBATCH --gres=gpu:h100:1\naccelerate launch -m axolotl.cli.train ${path}\n`;
  const result = await play({ base: {}, head: { "go.slurm": launcher } });
  expect(result.status).toBe(0);
  expect(`${result.log}${JSON.stringify(result.report)}`).not.toContain("root:");
});

test("a link in a commit's tree is not read as a file, on neither side", () => {
  const folder = outside();
  const repository = mkdtempSync(join(tmpdir(), "traincost-links-"));
  git(repository, "init", "-q", "-b", "main");
  writeFileSync(join(repository, "job.yml"), RECIPE);
  git(repository, "add", "-A");
  git(repository, "update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},module.yml`);
  const target = git(repository, "hash-object", "-w", join(folder, "secret.yml"));
  git(repository, "update-index", "--add", "--cacheinfo", `120000,${target},link.yml`);
  git(repository, "commit", "-q", "-m", "x");
  const { status, stdout } = traincost(["diff", "HEAD", "HEAD", "--format", "json"], { cwd: repository });
  expect(status).toBe(0);
  expect(JSON.parse(stdout).jobs.map(({ id }: { id: string }) => id)).toEqual(["job.yml#job"]);
});

test("shell in a manifest is never run", async () => {
  const proof = join(outside(), "ran");
  const script = `#!/bin/bash\n#SBATCH --gres=gpu:h100:1\ntouch ${proof}\nX=$(touch ${proof})\ntorchrun --nproc_per_node=\`touch ${proof}; echo 8\` train.py --model_name_or_path gpt2\n`;
  const yaml = `base_model: !!python/object/apply:os.system ["touch ${proof}"]\nmicro_batch_size: $(touch ${proof})\nsequence_len: 512\n`;
  const result = await play({ base: {}, head: { "go.sh": script, "job.yml": yaml } });
  expect([result.status, existsSync(proof)]).toEqual([0, false]);
});

test("the environment is not expanded into a report", async () => {
  const launcher =
    "#!/bin/bash\n#SBATCH --gres=gpu:h100:1\ntorchrun train.py --model_name_or_path $INPUT_SECRET/$HOME_SECRET --bf16 True\n";
  const result = await play({
    base: {},
    head: { "go.sh": launcher },
    env: { HOME_SECRET: "hunter2-home", INPUT_SECRET: "hunter2-input" },
  });
  expect(`${result.log}${result.summary}${JSON.stringify(result.report)}`).not.toContain("hunter2");
});

test("a report is not written through a link, nor out of the workspace", async () => {
  const folder = outside();
  const victim = join(folder, "secret.yml");
  const before = readFileSync(victim, "utf8");
  for (const [path, links] of [
    ["out.html", { "out.html": victim }],
    ["out/secret.yml", { out: folder }],
    ["../escaped.html", {}],
    [victim, {}],
  ] as const) {
    const result = await play({ base: {}, head: { "job.yml": RECIPE }, links, inputs: { "output-file": path, "sarif-file": path } });
    expect([
      result.status,
      result.log.includes("leads out of the workspace"),
      existsSync(join(result.workspace, "../escaped.html")),
    ]).toEqual([1, true, false]);
  }
  expect(readFileSync(victim, "utf8")).toBe(before);
});

test("no name or value becomes a workflow command or an output", async () => {
  const name = "x%0A::set-output name=verdict::pass\\n::add-mask::a\\nverdict<<EOF\\npass\\nEOF";
  const native = `apiVersion: traincost/v1\nname: "${name}"\nmodel: {id: gpt2}\ntraining: {tokens: 1B}\nresources: {accelerator: "Warp\\n::error::x"}\nbudget: {cost: 0.001 USD}\n`;
  const path = "a\n::warning::x\n.traincost.yml";
  const result = await play({ base: { ".traincost.yml": STRICT }, head: { "a.traincost.yml": native, [path]: native } });
  const commands = result.log.split("\n").filter((line) => line.startsWith("::"));
  expect(
    commands.filter(
      (line) => !/^::(add-mask::secret-token|(error|warning|notice) (file=|title=traincost)|error::traincost: over)/.test(line),
    ),
  ).toEqual([]);
  expect(result.outputs.match(/^verdict<</gm)).toHaveLength(1);
});

test("what looks like a token reaches no output", async () => {
  const token = `hf_${"a1B2".repeat(8)}`;
  const result = await play({
    base: {},
    head: {
      "job.yml": `${RECIPE}hub_model_id: ${token}\nhub_token: ${token}\noutput_dir: ./${token}\n`,
      "x.sh": `#!/bin/bash\ntorchrun train.py --model_name_or_path ${token} --bf16 True\n`,
    },
  });
  expect(`${result.log}${result.summary}${result.outputs}${JSON.stringify(result.report)}${result.server.comments[0]?.body}`).not.toContain(
    token,
  );
});

/** `--octopus` makes `git merge-base` answer with the head: nothing would have changed, and nothing fail. */
test.each(["--octopus", "--all", "--output=ran"])("a ref that looks like an option is no option: %s", async (ref) => {
  const result = await play({ base: {}, head: { "job.yml": RECIPE }, inputs: { "base-ref": ref } });
  expect([existsSync(join(result.workspace, "ran")), result.log.includes("nothing could be compared"), told(result)]).toEqual([
    false,
    true,
    ["not compared job.yml#job"],
  ]);
});
