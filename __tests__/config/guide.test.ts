import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/config.js";

/** Every config of the guide, under the name its first line gives it. */
const CONFIGS = [...readFileSync("docs/budgets.md", "utf8").matchAll(/^```yaml\n# (\S+)\n([\s\S]*?)^```/gm)].map(
  ([, file = "", text = ""]) => ({
    file,
    text: `# ${file}\n${text}`,
  }),
);
const ELSEWHERE = Object.fromEntries(CONFIGS.filter(({ file }) => file.includes("@")).map(({ file, text }) => [file, text]));

test("the guide shows each kind of config, and no yaml without a name", () => {
  expect(CONFIGS.length).toBeGreaterThanOrEqual(8);
  expect(readFileSync("docs/budgets.md", "utf8").match(/^```ya?ml$/gm)).toHaveLength(CONFIGS.length);
});

test.each(CONFIGS)("$file of the guide is read without a word: $text", ({ file, text }) => {
  const { config, diagnostics } = readConfig(text, file, "2026-11-24", { texts: ELSEWHERE });
  expect(diagnostics).toEqual([]);
  expect(config?.budgets.length).toBeGreaterThan(0);
});
