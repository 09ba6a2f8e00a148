/** Tokens by the shape their issuers give them; what looks like one never leaves the program. */
const SECRETS: readonly RegExp[] = [
  /\bhf_[A-Za-z0-9]{20,}/g, // Hugging Face
  /\bsk-[A-Za-z0-9_-]{20,}/g, // OpenAI, Anthropic
  /\bgh[opsur]_[A-Za-z0-9]{30,}|\bgithub_pat_\w{30,}/g, // GitHub
  /\bglpat-[\w-]{20,}/g, // GitLab
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/g, // AWS
  /\bnvapi-[\w-]{20,}/g, // NVIDIA
  /\b(?:tgp_v\d_|fw_|gsk_|r8_|npm_|dckr_pat_|dop_v\d_)[\w-]{20,}/g, // Together, Fireworks, Groq, Replicate, npm, Docker, DigitalOcean
  /\bapi_org_[A-Za-z0-9]{20,}/g, // Hugging Face organisations
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(?<=[?&](?:sig|X-Amz-Signature|X-Goog-Signature)=)[\w%+/=-]{16,}/gi, // signed links
  /(?<=\b(?:Bearer|Basic)\s+)[\w+/=.-]{16,}/g,
  /\bAIza[\w-]{35}/g, // Google
  /\bxox[abprs]-[\w-]{10,}/g, // Slack
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}/g, // JSON web tokens
  /(?<=:\/\/[^\s:/@]{1,64}:)[^\s@/]{3,}(?=@)/g, // user:password@ in a URL
  /(?<=(?<![A-Za-z])(?:api[_-]?key|access[_-]?key|account[_-]?key|token|password|passwd|secret)["']?\s*[=:]\s*["']?)[A-Za-z0-9_\-+/=]{16,}/gi,
  /(?<=wandb\S{0,24}[=:\s"']{1,4})[0-9a-f]{40}\b/gi, // Weights & Biases, beside its name
];

export const redacted = (text: string): string => SECRETS.reduce((cleaned, pattern) => cleaned.replace(pattern, "[redacted]"), text);

/** The same over everything inside; keys stay. */
export function redactedDeep<T>(value: T): T {
  if (typeof value === "string") return redacted(value) as T;
  if (Array.isArray(value)) return value.map(redactedDeep) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactedDeep(each)])) as T;
}
