#!/usr/bin/env node
import { VERSION } from "../version.js";

// The version is asked for by scripts, often: it must not load the engine.
if (process.argv.length === 3 && /^(--version|-v)$/.test(process.argv[2] ?? "")) console.log(VERSION);
else await main();

async function main() {
  const [{ runCli }, { terminal }] = await Promise.all([
    import(/* webpackMode: "eager" */ "../commands/cli.js"),
    import(/* webpackMode: "eager" */ "../adapters/terminal.js"),
  ]);
  process.stdout.on("error", closed);
  try {
    process.exitCode = runCli(process.argv.slice(2), terminal());
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}`.split("\n")[0] : String(error);
    process.stderr.write(
      `traincost ${VERSION} failed, which is its own fault (${reason}); please report it with the manifest at https://github.com/traincost/traincost/issues\n`,
    );
    if (process.env.TRAINCOST_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
}

/** A reader that has seen enough, as in `traincost check | head`, takes nothing from the verdict. */
function closed(error: NodeJS.ErrnoException): never {
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`traincost: standard output cannot be written (${error.code})\n`);
  process.exit(2);
}
