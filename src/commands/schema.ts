import type { CliWorld } from "../model/world.js";
import { type Options, UsageError } from "./options.js";

const NAMES = ["config", "manifest", "report"] as const;

/** `traincost schema config|manifest|report` */
export function schema([name]: readonly string[], _options: Options, world: CliWorld): number {
  const found = NAMES.find((each) => each === name);
  if (!found) throw new UsageError(`schema is one of ${NAMES.join(", ")}`);
  world.print(world.schema(found));
  return 0;
}
