import { expect, test } from "@jest/globals";
import { redacted } from "../../src/model/secrets.js";

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
