import { expect, test } from "@jest/globals";
import { didYouMean } from "../../src/text/comments.js";

/** What is answered to a key that the native manifest and a directive do not have. */
test.each([
  ["data.token", "did you mean data.tokens?"],
  ["traning", "did you mean training?"],
  ["training.lorra", "did you mean training.lora or"],
  ["jobs", "the keys are those of the native manifest: `traincost schema manifest`"],
])("%s: %s", (path, help) => expect(didYouMean(path)).toContain(help));

test("keys of a place that are no facts are near too", () => expect(didYouMean("naem", ["name", "kind"])).toBe("did you mean name?"));
