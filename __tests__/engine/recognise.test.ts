import { expect, test } from "@jest/globals";
import { emptyConfig } from "../../src/config/config.js";
import { analyse } from "../../src/engine/analyse.js";
import { snapshotOf } from "../../src/model/snapshot.js";

/** What a script that a shell would refuse is told, and where. */
test.each<[string, string, string[]]>([
  [
    "a quote that nothing closes",
    'torchrun --nproc_per_node 8 t.py --model_name_or_path "gpt2 --num_train_epochs 3\n',
    ["a.sh:2:55 input/syntax"],
  ],
  ["one that trains nothing", "echo 'x\n", []],
  ["a quote over two lines", 'echo "x\ny"\ntorchrun --nproc_per_node 8 t.py --model_name_or_path gpt2 --num_train_epochs 3\n', []],
])("%s", (_, text, expected) => {
  const { diagnostics } = analyse(snapshotOf({ "a.sh": `#!/bin/bash\n${text}` }), ["."], emptyConfig);
  const told = diagnostics.filter(({ rule }) => rule === "input/syntax");
  expect(told.map(({ rule, at }) => `${at?.file}:${at?.line}:${at?.column} ${rule}`)).toEqual(expected);
});
