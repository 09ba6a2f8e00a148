/** A repository's own settings start no program, and a partial clone fetches nothing behind our back. */
export const GIT_SETTINGS = ["-c", "core.fsmonitor=false"] as const;
export const gitEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0" });
