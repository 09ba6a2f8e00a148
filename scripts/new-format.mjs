// npm run new:format -- ID "Title": the three files of a format, ready to be filled, and the registry.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { generate } from "./generate-registry.mjs";

const [id, title = id] = process.argv.slice(2);
if (!id || !/^[a-z][a-z0-9-]*$/.test(id)) {
  console.error('usage: npm run new:format -- ID "Title"   (ID in lower case with dashes, as the contract names it)');
  process.exit(2);
}
const folder = `src/formats/${id}`;
const cases = `__tests__/formats/cases/${id}/basic`;
if (existsSync(folder)) {
  console.error(`${folder} is there already`);
  process.exit(2);
}

const face = `import type { Fragment } from "../../model/job.js";
import type { DataDocument } from "../../text/cursor.js";
import { means, readFacts, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";

/** Its own words → facts. Dotted keys reach into nested mappings; the first key of a fact wins. */
const WORDS: Vocabulary = {
  "model.name": means("model.id"),
  "train.batch_size": means("training.micro_batch_size"),
};

export default defineDataFormat({
  id: "${id}",
  title: "${title}",
  url: "https://example.com/where-its-fields-are-documented",
  role: "recipe",
  rank: 60,
  recognises: ({ root }) => root.has("model", "name") && root.has("train", "batch_size"),
  parse,
});

function parse({ root }: DataDocument, { report }: Context): readonly Fragment[] {
  const name = root.at("name").text();
  return [{ format: "${id}", role: "recipe", at: root.place, facts: readFacts(root, WORDS, report), uses: [], ...(name !== undefined && { name }) }];
}
`;
const readme = `# ${id}

${title}.

**What is read.** …

**What is assumed.** Framework defaults, each with source and version: …

**Traps.** …
`;
const manifest = `name: basic
model:
  name: meta-llama/Llama-3.1-8B
train:
  batch_size: 2
`;

for (const [path, text] of Object.entries({
  [`${folder}/index.ts`]: face,
  [`${folder}/readme.md`]: readme,
  [`${cases}/manifest.yaml`]: manifest,
})) {
  mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}
await generate({ check: false });
console.log(
  `now edit those three, then: npm run compile && UPDATE_GOLDENS=1 npm run jest -- goldens   (writes ${cases}/expected.json; read it)`,
);
