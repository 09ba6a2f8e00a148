import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { understand } from "../../src/engine/recognise.js";

/**
 * A case is a script and what its commands say: `cases/NAME.sh`, `cases/NAME.json`; one job a training command, none where nothing trains.
 * `UPDATE_GOLDENS=1` writes the second; a reviewer reads the difference. A case without one fails.
 */
const CASES = "__tests__/programs/cases";
const names = readdirSync(CASES).flatMap((name) => (name.endsWith(".sh") ? [name.slice(0, -3)] : []));

/** The launch's own facts, then the command's, as `link` joins them. */
function said(file: string, text: string) {
  const { fragments } = understand({ file, syntax: "script", text });
  return fragments.flatMap((fragment) =>
    (fragment.runs ?? []).map((run) => ({
      facts: Object.fromEntries(Object.entries({ ...fragment.facts, ...run.facts }).map(([fact, known]) => [fact, known?.value])),
      ...(run.uses.length > 0 && { uses: run.uses.map(({ as, path }) => `${as} ${path.value}`) }),
    })),
  );
}

test.each(names)("%s", (name) => {
  const read = said(`${name}.sh`, readFileSync(`${CASES}/${name}.sh`, "utf8"));
  const golden = `${CASES}/${name}.json`;
  if (process.env.UPDATE_GOLDENS) writeFileSync(golden, `${JSON.stringify(read, null, 2)}\n`);
  expect(read).toEqual(JSON.parse(readFileSync(golden, "utf8")));
});
