import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { emptyConfig } from "../../src/config/config.js";
import { analyse } from "../../src/engine/analyse.js";
import { FORMATS } from "../../src/formats/index.js";
import { snapshotOf } from "../../src/model/snapshot.js";

/**
 * A case is a folder of files: `cases/<format>/<case>/*` and the `expected.json` of what is read out of them.
 * `UPDATE_GOLDENS=1` writes it; a reviewer reads the difference. A case without one fails.
 */
const CASES = "__tests__/formats/cases";
const folders = (path: string) => readdirSync(path).filter((name) => statSync(join(path, name)).isDirectory());
const filesBelow = (folder: string, prefix = ""): [string, string][] =>
  readdirSync(join(folder, prefix)).flatMap((name): [string, string][] => {
    const path = prefix ? `${prefix}/${name}` : name;
    if (statSync(join(folder, path)).isDirectory()) return filesBelow(folder, path);
    return name === "expected.json" ? [] : [[path, readFileSync(join(folder, path), "utf8")]];
  });

for (const format of folders(CASES)) {
  for (const name of folders(join(CASES, format))) {
    test(`${format}: ${name}`, () => {
      const folder = join(CASES, format, name);
      const { jobs, diagnostics } = analyse(snapshotOf(Object.fromEntries(filesBelow(folder))), ["."], emptyConfig);
      const read = {
        jobs: jobs.map(({ id, format: of, sources, facts, labels }) => ({
          id,
          format: of,
          sources: sources.map(({ file, role }) => `${role} ${file}`),
          facts: Object.fromEntries(
            Object.entries(facts).map(([fact, known]) => [
              fact,
              `${JSON.stringify(known?.value)} ${known?.kind}${known?.at ? ` ${known.at.file}:${known.at.line}` : ""}`,
            ]),
          ),
          labels,
        })),
        diagnostics: diagnostics.map(({ rule, at, message }) => `${at ? `${at.file}:${at.line}:${at.column} ` : ""}${rule} ${message}`),
      };
      const golden = join(folder, "expected.json");
      if (process.env.UPDATE_GOLDENS) writeFileSync(golden, `${JSON.stringify(read, null, 2)}\n`);
      expect(read).toEqual(JSON.parse(readFileSync(golden, "utf8")));
    });
  }
}

test("every format has a case", () => {
  const without = FORMATS.map(({ id }) => id).filter((id) => !existsSync(join(CASES, id)));
  expect(without).toEqual([]);
});
