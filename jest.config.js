/** Tests are compiled by tsc first; jest only runs them, so nothing is transformed. */
export default {
  // A busy machine starts processes slowly; a test that hangs still ends.
  testTimeout: 30_000,
  testEnvironment: "node",
  roots: ["<rootDir>/build/__tests__"],
  testMatch: ["**/*.test.js"],
  transform: {},
  coverageProvider: "babel",
};
