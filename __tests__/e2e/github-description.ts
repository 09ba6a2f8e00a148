import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

/** Ten operations of GitHub's own OpenAPI description, extracted from @octokit/openapi (MIT). */
interface Operation {
  readonly query: readonly string[];
  readonly request: object | null;
  readonly responses: Readonly<Record<string, object | null>>;
}
const { operations } = JSON.parse(readFileSync("__tests__/e2e/github-openapi.json", "utf8")) as { operations: Record<string, Operation> };
const ajv = new Ajv({ strict: false });

/** The operation that a request asks for, by its name in the description; undefined where there is none. */
export const operationOf = (method: string | undefined, path: string): string | undefined =>
  Object.keys(operations).find((each) => pattern(each).test(`${method} ${path}`));

const pattern = (operation: string) => new RegExp(`^${operation.replace(/\{(path|basehead)\}/, ".+").replace(/\{\w+\}/g, "[^/]+")}$`);

/** Every way in which a request leaves the description. */
export const wrongRequest = (name: string, query: Iterable<string>, body: unknown): readonly string[] => [
  ...check(name, operations[name]?.request, body, "request"),
  ...[...query].filter((key) => !operations[name]?.query.includes(key)).map((key) => `${name}: no query ${key}`),
];

/** The same of an answer of ours; of a refusal nothing is described. */
export const wrongAnswer = (name: string, status: number, answer: unknown): readonly string[] =>
  status < 300 ? check(name, operations[name]?.responses[String(status)], answer, `response ${status}`) : [];

const check = (name: string, schema: object | null | undefined, value: unknown, what: string): readonly string[] =>
  schema && !ajv.validate(schema, value) ? [`${name} ${what}: ${ajv.errorsText()}`] : [];

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** The smallest answer that the description allows. */
function sample(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.allOf ?? [];
  if (first) return schema.anyOf?.some(({ type }) => type === "null") ? null : sample(first);
  if (schema.type === "array") return [];
  if (schema.type === "integer" || schema.type === "number") return 1;
  if (schema.type === "boolean") return false;
  if (schema.type === "string") return "x";
  return Object.fromEntries((schema.required ?? []).map((key) => [key, sample(schema.properties?.[key] ?? {})]));
}

export const sampleOf = (name: string, own: object = {}): object => ({
  ...(sample((operations[name]?.responses["200"] ?? {}) as Schema) as object),
  ...own,
});
export const pullSample = (name: string) => sample(((operations[name]?.responses["200"] ?? {}) as Schema).items ?? {}) as object;
export const headSample = (name: string) => (pullSample(name) as { head: object }).head;
