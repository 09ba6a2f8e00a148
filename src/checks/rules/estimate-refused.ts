import { isFactName } from "../../model/facts.js";
import { defineRule } from "./rule.js";

/** One line for each key that would lift a refusal. */
export default defineRule({
  rule: "estimate/refused",
  look({ estimate: { refused }, job }) {
    const byKey = new Map(refused.map((each) => [each.add, each]));
    return [...byKey.values()].map(({ reason, add }) => ({
      message: `${listed(refused.filter((each) => each.add === add).map(({ what }) => what))} cannot be estimated: ${reason}`,
      at: job.at,
      help: helpToAdd(add),
    }));
  },
});

/** `memory, time and cost` */
const listed = (words: readonly string[]): string =>
  words.map((word, i) => (i === 0 ? word : `${i === words.length - 1 ? " and " : ", "}${word}`)).join("");

/** Keys of an architecture have no line of their own in a foreign manifest; the size of the model has, and does as well. */
const helpToAdd = (add: string) =>
  isFactName(add) ? `add ${add}, as in # traincost: ${add}=…` : `add ${add}, or the size alone, as in # traincost: model.parameters=…`;
