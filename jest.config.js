/** Tests are compiled by tsc first; jest only runs them, so nothing is transformed. */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/build/__tests__"],
  testMatch: ["**/*.test.js"],
  transform: {},
  coverageProvider: "babel",
};
