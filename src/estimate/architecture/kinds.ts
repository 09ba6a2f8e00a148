/**
 * What is no transformer over tokens: its cost does not follow from parameters and sequence length, so it is refused, never taken for a language model.
 * First hit wins, matched against `model_type`, the class's own name and the last part of the model's id.
 */
const REFUSED: readonly (readonly [pattern: RegExp, what: string])[] = [
  [
    /unet|^diffusion$|stable[-_]?diffusion|\bsd(xl|15|3|-?turbo)|sdxl|kandinsky|pixart|\bflux|animatediff|svd|hunyuan-?video|\bwan2|cogvideo|mochi/i,
    "a diffusion model",
  ],
  [/controlnet|autoencoderkl|\bvae\b|vqgan|stylegan|\bgan\b/i, "an image generator"],
  [
    /resnet|resnext|efficientnet|mobilenet|convnext|densenet|vgg\d|inception|regnet|yolo|\bdetr|rcnn|segformer|mask2former|swin/i,
    "a convolutional or windowed vision model",
  ],
  [/wav2vec|hubert|wavlm|speecht5|conformer|parakeet|canary|fastpitch|tacotron|vits|hifigan|xtts/i, "a speech model"],
  [/clip([-_]|$)|siglip|blip|florence|\bsam[-_]/i, "a model with two towers"],
  [/albert/i, "an encoder whose layers share their weights"],
  [/\bdlrm|deepfm|xgboost|lightgbm|catboost|graphcast|alphafold|openfold|\bgnn\b|lstm/i, "no transformer"],
];

/** Names that contain one of the words above and are language models all the same. */
const LANGUAGE = /distilbert|roberta|llama|qwen|mistral|gemma|phi|llava/i;

/** What the model is, where that is nothing this estimator has a formula for; null for everything else. */
export function refusedKind(id: string | undefined, architecture: Readonly<Record<string, unknown>> | undefined): string | null {
  const own = architecture?._class_name ?? architecture?.model_type;
  if (typeof own === "string") return REFUSED.find(([pattern]) => pattern.test(own))?.[1] ?? null;
  const name = id
    ?.replace(/[/\\]+$/, "")
    .split(/[/\\]/)
    .at(-1);
  if (!name || LANGUAGE.test(name)) return null;
  return REFUSED.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
