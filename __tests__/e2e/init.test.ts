import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { folder, traincost } from "./command.js";

const MANIFEST =
  "apiVersion: traincost/v1\nname: a\nmodel: {id: gpt2}\ntraining: {tokens: 10B, sequence_length: 1024}\nresources: {accelerator: H100, accelerators_per_node: 1}\n";

test("init writes a config that passes today, and a workflow; a second time it changes nothing", () => {
  const cwd = folder({ "a.traincost.yml": MANIFEST });
  expect(traincost(["init"], { cwd })).toMatchObject({
    status: 0,
    stdout: "wrote .traincost.yml\nwrote .github/workflows/traincost.yml\n",
    stderr: "1 training job found: native\n",
  });
  const written = [".traincost.yml", ".github/workflows/traincost.yml"].map((path) => readFileSync(join(cwd, path), "utf8"));
  expect(written[1]).toBe(readFileSync("examples/workflows/default.yml", "utf8"));
  expect(traincost(["check", "--quiet"], { cwd }).status).toBe(0);
  expect(traincost(["init"], { cwd })).toMatchObject({ status: 0, stdout: "" });
  expect([".traincost.yml", ".github/workflows/traincost.yml"].map((path) => readFileSync(join(cwd, path), "utf8"))).toEqual(written);
});

const TIGHT = MANIFEST.replace("id: gpt2", "id: meta-llama/Llama-2-7b-hf").replace(
  "sequence_length: 1024",
  "sequence_length: 4096, method: full, precision: bf16",
);

test.each([
  ["no job", {}],
  ["a job that does not fit", { "a.traincost.yml": TIGHT }],
  ["a job without an estimate", { "a.traincost.yml": MANIFEST.replace("id: gpt2", "id: nobody/nothing") }],
  ["a very dear job", { "a.traincost.yml": MANIFEST.replace("10B", "900T") }],
])("init's config does not fail on its first day, and is what the schema says: %s", (_what, files) => {
  const cwd = folder(files);
  traincost(["init"], { cwd });
  expect(traincost(["check"], { cwd })).toMatchObject({ status: 0, stderr: "" });
  const text = readFileSync(join(cwd, ".traincost.yml"), "utf8");
  expect(new Ajv({ allowUnionTypes: true }).validate(JSON.parse(readFileSync("schema/config.schema.json", "utf8")), parse(text))).toBe(
    true,
  );
});

test("advice for a job without an accelerator is the key to add", () => {
  const cwd = folder({ "a.traincost.yml": MANIFEST.replace(/resources: .*\n/, "") });
  expect(traincost(["advise", "a"], { cwd }).stdout).toMatch(
    /^a\.traincost\.yml#a may or may not fit, for its accelerator is unknown: it needs about [\d.]+ GiB\n {2}nothing can be advised: add resources\.accelerator, as in # traincost: resources\.accelerator=H100\n$/,
  );
});

test("advise and merge, as a user calls them", () => {
  const cwd = folder({ "a.traincost.yml": MANIFEST });
  expect(traincost(["advise", "a"], { cwd })).toMatchObject({ status: 0 });
  expect(traincost(["advise"], { cwd })).toMatchObject({ status: 2 });
  expect(traincost(["check", "--format", "json", "--output", "r.json"], { cwd }).status).toBe(0);
  expect(traincost(["merge", "r.json", "r.json"], { cwd })).toMatchObject({ status: 0 });
  expect(traincost(["merge", "a.traincost.yml"], { cwd })).toMatchObject({ status: 2 });
  expect(traincost(["merge"], { cwd })).toMatchObject({ status: 2 });
});
