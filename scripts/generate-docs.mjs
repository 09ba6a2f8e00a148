// Pages and schemas that repeat what the sources say: written from them, so they cannot go stale.
import { readdirSync, readFileSync } from "node:fs";
import { estimatesPage } from "./docs-estimates.mjs";
import { isMain, MARK, table, writeAll } from "./generated.mjs";

const load = (name) => import(`../build/src/${name}.js`);

export async function generate({ check }) {
  const [{ FACTS }, { RULES }, { FORMATS }, { LINES }, { PROFILES }] = await Promise.all(
    ["model/facts", "model/diagnostic", "formats/index", "estimate/working/terms", "frameworks/profiles"].map(load),
  );
  const [lengths, startup, { TOKENS_ON_DEVICE }] = await Promise.all(
    ["estimate/lengths", "estimate/time/startup", "engine/resolve/batch"].map(load),
  );
  return writeAll(
    {
      "schema/manifest.schema.json": `${JSON.stringify(manifestSchema(FACTS), null, 2)}\n`,
      "docs/manifest.md": manifestPage(FACTS),
      "docs/diagnostics.md": diagnosticsPage(RULES),
      "docs/formats.md": formatsPage(FORMATS),
      "docs/how-it-estimates.md": estimatesPage(LINES, PROFILES, { ...lengths, ...startup, TOKENS_ON_DEVICE }),
      "docs/config.md": configPage(JSON.parse(readFileSync("schema/config.schema.json", "utf8"))),
      "docs/action.md": actionPage(readFileSync("action.yml", "utf8"), readFileSync("docs/action.md", "utf8")),
    },
    check,
  );
}

function manifestSchema(facts) {
  const root = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "traincost native manifest",
    type: "object",
    additionalProperties: false,
    required: ["apiVersion"],
    properties: {
      apiVersion: { const: "traincost/v1" },
      kind: { const: "TrainingJob" },
      name: { type: "string" },
      labels: { type: "object", additionalProperties: { type: "string" } },
    },
  };
  for (const [path, { help }] of Object.entries(facts)) {
    const keys = path.split(".");
    let section = root;
    for (const key of keys.slice(0, -1)) {
      section.properties[key] ??= { type: ["object", "null"], additionalProperties: false, properties: {} };
      section = section.properties[key];
    }
    section.properties[keys.at(-1)] = { description: help };
  }
  return root;
}

const manifestPage = (facts) => `${MARK}# The native manifest

\`*.traincost.yml\`, or any YAML with \`apiVersion: traincost/v1\`. The same paths serve as directives in comments of any other format
(\`# traincost: data.tokens=20B\`) and in the config's \`overrides\`. Quantities may carry units: \`20B\`, \`24h\`, \`80GiB\`, \`500 USD\`.

${table(
  ["path", "what"],
  Object.entries(facts).map(([path, { help }]) => [`\`${path}\``, help]),
)}
`;

const diagnosticsPage = (rules) => `${MARK}# Diagnostics

Severities may be changed in the config: \`rules: {memory/exceeds-device: error, time/no-limit: "off"}\`.

${table(
  ["rule", "severity", "what"],
  Object.entries(rules).map(([id, { severity, title }]) => [`<a id="${id.replace("/", "")}"></a>\`${id}\``, severity, title]),
)}
`;

function formatsPage(formats) {
  const rows = [...formats]
    .sort((a, b) => a.id.localeCompare(b.id))
    .map(({ id, title, role, url }) => [`[${id}](#${id})`, title, role, `<${url}>`]);
  const parts = readdirSync("src/formats")
    .filter((name) => formats.some(({ id }) => id === name))
    .sort();
  const texts = parts.map((name) => `#${readFileSync(`src/formats/${name}/readme.md`, "utf8").trim()}`);
  return `${MARK}# Formats\n\n${table(["format", "what", "role", "documentation"], rows)}\n\n${texts.join("\n\n")}\n`;
}

function configPage(schema) {
  const rows = [];
  const walk = (node, path) => {
    for (const [key, value] of Object.entries(node.properties ?? {})) {
      const here = path ? `${path}.${key}` : key;
      if (value.description) rows.push([`\`${here}\``, value.enum ? `${value.description}: ${value.enum.join(", ")}` : value.description]);
      walk(value.items ?? value, value.items ? `${here}[]` : here);
    }
  };
  walk(schema, "");
  return `${MARK}# The config

\`.traincost.yml\` or \`.github/traincost.yml\`, found upwards from the working directory; on a pull request it is read from the base commit. Unknown keys are errors.

\`\`\`yaml
version: 1
prices:
  rates: [{accelerator: V100, usd_per_accelerator_hour: 2.5, cloud: nchc}]
budgets:
  - name: per-job
    match: {paths: ["train/**"]}
    cost: {warn: 800, fail: 1500}
    memory: {fail: 95%, at: high}
rules: {time/no-limit: "off"}
waivers:
  - {budget: per-job, job: "train/sft/70b.yml", until: 2026-12-31, reason: "final run", cap: 2500}
\`\`\`

${table(["key", "what"], rows)}
`;
}

/** The page is written by hand; only what stands between two marks repeats action.yml. */
function actionPage(text, page) {
  const rows = (section) => {
    const body = text.split(new RegExp(`^${section}:\\n`, "m"))[1]?.split(/^\S/m)[0] ?? "";
    return [...body.matchAll(/^ {2}([\w-]+): \{description: "([^"]+)"/gm)].map(([, name, what]) => [`\`${name}\``, what]);
  };
  const tables = { inputs: table(["input", "what"], rows("inputs")), outputs: table(["output", "what"], rows("outputs")) };
  return page.replace(
    /(<!-- generated from action\.yml: (\w+) -->)[\s\S]*?<!-- end -->/g,
    (_, begin, name) => `${begin}\n\n${tables[name]}\n\n<!-- end -->`,
  );
}

if (isMain(import.meta.url)) await generate({ check: process.argv.includes("--check") });
