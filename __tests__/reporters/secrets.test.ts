import { expect, test } from "@jest/globals";
import { redacted } from "../../src/model/secrets.js";
import { snapshotOf } from "../../src/model/snapshot.js";
import { REPORTERS } from "../../src/reporters/index.js";
import { run } from "../../src/run.js";

/** Made up, in the shape of the issuer's. */
const SECRETS = [
  ["Hugging Face", "hf_", "AbCdEfGhIjKlMnOpQrStUvWx"],
  ["OpenAI", "sk-", "proj-AbCdEfGhIjKlMnOpQrSt"],
  ["GitHub", "ghp_", "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"],
  ["AWS", "AKIA", "ABCDEFGHIJKLMNOP"],
  ["Slack", "xoxb-", "1234567890-abcdef"],
  ["NVIDIA", "nvapi-", "AbCdEfGhIjKlMnOpQrStUvWx"],
  ["Together", "tgp_v1_", "AbCdEfGhIjKlMnOpQrStUvWx"],
  ["Fireworks", "fw_", "AbCdEfGhIjKlMnOpQrStUvWx"],
  ["Hugging Face organisation", "api_org_", "AbCdEfGhIjKlMnOpQrStUvWx"],
] as const;

test.each(SECRETS)("%s tokens never leave", (_issuer, prefix, rest) => {
  expect(redacted(`model ${prefix}${rest} is unknown`)).toBe("model [redacted] is unknown");
});

test.each([
  ["https://user:hunter2222@host/x", "https://user:[redacted]@host/x"],
  [`WANDB_API_KEY=${"0a".repeat(20)}`, "WANDB_API_KEY=[redacted]"],
  ["api_key: abcdefghijklmnopqrstuv", "api_key: [redacted]"],
  ["MY_TOKEN=abcdefghijklmnopqrstuv", "MY_TOKEN=[redacted]"],
  ["AWS_SECRET_ACCESS_KEY=abcdefghijklmnopqrstuv/wxyz+0123", "AWS_SECRET_ACCESS_KEY=[redacted]"],
  ["AccountKey=abcdefghijklmnopqrstuv==;Suffix=x", "AccountKey=[redacted];Suffix=x"],
  ["https://blob/x?sv=1&sig=abcdefghijklmnop%3D", "https://blob/x?sv=1&sig=[redacted]"],
  ["Authorization: Bearer abcdefghijklmnopqrstuv", "Authorization: Bearer [redacted]"],
  [`key -----BEGIN ${"RSA PRIVATE"} KEY-----\nabc\n-----END ${"RSA PRIVATE"} KEY----- end`, "key [redacted] end"],
  ["max_tokens: 1000000000000000000", "max_tokens: 1000000000000000000"],
  ["Qwen/Qwen2.5-7B-Instruct at a.yaml:3", "Qwen/Qwen2.5-7B-Instruct at a.yaml:3"],
  ["token budget 5000000000", "token budget 5000000000"],
])("%s", (text, expected) => expect(redacted(text)).toBe(expected));

/** One secret in every place of a manifest whose text a report repeats: a name, a model, a label, a data set, a command. */
const [, prefix, rest] = SECRETS[0];
const SECRET = `${prefix}${rest}`;
const FILES = {
  "a.traincost.yml": `apiVersion: traincost/v1
kind: TrainingJob
name: job-${SECRET}
model: {id: my-org/${SECRET}, parameters: 7B}
training: {max_steps: 10, sequence_length: 512, micro_batch_size: 1, framework: ${SECRET}}
data: {dataset: [${SECRET}]}
resources: {accelerator: ${SECRET}, accelerators_per_node: 8}
labels: {token: ${SECRET}}
`,
  "b.sh": `accelerate launch train.py --model_name_or_path ${SECRET} --num_train_epochs 2 --per_device_train_batch_size ${SECRET}\n`,
};

test.each(Object.entries(REPORTERS))("no secret of a manifest stands in the %s report", (_, reporter) => {
  const outcome = run({ snapshot: snapshotOf(FILES), paths: ["."], config: null, today: "2026-11-25", version: "0", scope: "check" });
  if (!outcome.ok) throw new Error("the config is right");
  expect(outcome.report.jobs).toHaveLength(2);
  const text = reporter.render(outcome.report, {});
  expect(text).not.toContain(rest);
  expect(text.length).toBeGreaterThan(0);
});
