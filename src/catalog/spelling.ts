const VENDORS = /^(nvidia|tesla|geforce|quadro|amd|instinct|google|aws|intel|habana|gpu|gpus|tensor|core|com|product|label)$/;
/** Form factors and memory kinds: a name without them means the same card. */
const DETAILS = /^(sxm\d?|pcie?|hbm\d?e?|smx\d?)$/;

const squash = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
const tokensOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((token) => token !== "");

/** `NVIDIA-A100-SXM4-80GB`, `nvidia_a100 sxm4 80gb` and `A100-SXM4-80GB` are one name: spellings from exact to loose. */
export const acceleratorKeys = (name: string): readonly string[] => {
  const tokens = tokensOf(name);
  const bare = tokens.filter((token) => !VENDORS.test(token));
  const loose = bare.filter((token) => !DETAILS.test(token)).map((token) => token.replace(/^(\d+)(gb?|gib)$/, "$1"));
  return [...new Set([tokens.join(""), bare.join(""), loose.join("")])].filter((key) => key !== "");
};

const MIRROR = /(-|_)?(bnb|4bit|8bit|gptq|awq|gguf|int4|int8|fp8|bf16|unsloth|dynamic|quantized|mcore)(?=[-_.]|$)/gi;
const ROLE = /(-|_)(hf|chat|instruct|base|it|pt|sft|dpo|text|v\d+(\.\d+)?|\d{4})(?=[-_.]|$)/gi;

/** Spellings of a model id, from exact to loose: the id, its last part, without quantization or another library's layout, without the role of the checkpoint. */
export const modelKeys = (id: string): readonly string[] => {
  const last =
    id
      .replace(/[/\\]+$/, "")
      .split(/[/\\]/)
      .at(-1) ?? id;
  const mirror = last.replace(MIRROR, "");
  const role = mirror
    .replace(ROLE, "")
    .replace(ROLE, "")
    .replace(/^meta[-_]/i, "");
  return [...new Set([`=${id.toLowerCase()}`, squash(last), squash(mirror), squash(role)])].filter((key) => key.length > 2);
};
