/** As in package.json; `__tests__/structure/version.test.ts` holds them equal. */
export const VERSION = "0.1.0";
