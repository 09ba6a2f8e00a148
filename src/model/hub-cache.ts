/** Hugging Face keeps what it downloads as `models--OWNER--NAME/snapshots/REVISION`: the model is `OWNER/NAME`. https://huggingface.co/docs/huggingface_hub/guides/manage-cache */
const CACHED = /(?:^|[/\\])models--([\w.-]+?)--([\w.-]+?)(?:[/\\]|$)/;

export function idInCache(path: string): string | undefined {
  const [, owner, name] = CACHED.exec(path) ?? [];
  return owner && name ? `${owner}/${name}` : undefined;
}
