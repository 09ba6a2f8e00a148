/**
 * Bytes of one quantized parameter, its scales included.
 * nf4, fp4: a 4-bit code and one fp32 absmax per 64 (bitsandbytes); with double quantization the absmax is 8 bits and an fp32 stands per 256 of them
 * (QLoRA, arXiv 2305.14314 section 3). int8: a row scale, below 0.1 %. gptq, awq: group 128 with scale and zero.
 */
export const QUANTIZED_BYTES = {
  nf4: 0.5 + 4 / 64,
  "nf4-dq": 0.5 + 1 / 64 + 4 / (64 * 256),
  int8: 1 + 4 / 4096,
  gptq: 0.5 + 2.5 / 128,
} as const;
export type Quantization = keyof typeof QUANTIZED_BYTES;

const SPELLINGS: readonly (readonly [pattern: RegExp, quantization: Quantization])[] = [
  [/gptq|awq|hqq|aqlm/, "gptq"],
  [/(dq|double)/, "nf4-dq"],
  [/8/, "int8"],
  [/4/, "nf4"],
];

export function quantizationOf(said: string | undefined): Quantization | null {
  if (!said || /^(none|false|no)$/i.test(said)) return null;
  return SPELLINGS.find(([pattern]) => pattern.test(said.toLowerCase()))?.[1] ?? null;
}
