import type { KnownFacts, MutableFacts } from "../model/facts.js";
import { declared, derived } from "../model/known.js";
import type { Cursor, DataDocument } from "../text/cursor.js";
import { fileAt, recipe, withAdapters } from "../vocabulary/recipe.js";
import { readFacts, type Vocabulary } from "../vocabulary/vocabulary.js";
import { type Context, type DataFormat, defineDataFormat } from "./format.js";

/** A recipe that a table of its keys describes: most are. */
export interface Tabled {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly rank: number;
  readonly recognises: (root: Cursor, document: DataDocument) => boolean;
  readonly keys: Vocabulary;
  /** Where adapters are trained: the key that says so. Absent: wherever a rank is given. */
  adapters?(root: Cursor, facts: KnownFacts): Cursor | undefined;
  /** What several keys state together. */
  together?(root: Cursor, facts: KnownFacts): MutableFacts;
  /** Without adapters every weight is trained: the framework has no other way. */
  readonly otherwiseFull?: true;
  /** Keys that name a companion file. */
  readonly companions?: readonly string[];
  /** Files it starts from: what they say holds where it is silent. */
  startsFrom?(root: Cursor): readonly Cursor[];
  /** A piece that others start from, and no job of its own. */
  isPiece?(root: Cursor): boolean;
}

export const tabled = ({
  recognises,
  keys,
  adapters,
  together,
  companions,
  otherwiseFull,
  startsFrom,
  isPiece,
  ...face
}: Tabled): DataFormat =>
  defineDataFormat({
    ...face,
    role: "recipe",
    recognises: (document) => recognises(document.root, document),
    parse: (document: DataDocument, { report }: Context) => {
      const { root } = document;
      const facts = readFacts(root, keys, report);
      const rank = facts["training.lora.rank"];
      const told = adapters ? adapters(root, facts) : undefined;
      const trained = withAdapters({ ...facts }, adapters ? told !== undefined : rank !== undefined, told ?? rank);
      const files = (companions ?? []).map((key) => fileAt(root.at(...key.split(".")), "companion"));
      const full: MutableFacts = otherwiseFull
        ? { "training.method": derived("full", "no adapters are declared", [declared("full", root.place)]) }
        : {};
      const bases = startsFrom?.(root).map((cell) => declared(cell.text() ?? "", cell.place)) ?? [];
      return recipe(document, face.id, { ...full, ...trained, ...together?.(root, trained) }, files).map((fragment) => ({
        ...fragment,
        ...(isPiece?.(root) && { isPart: true as const }),
        ...(bases.length > 0 && { startsFrom: bases, plain: plainOf(root) }),
      }));
    },
  });

const plainOf = (root: Cursor) =>
  new Map(root.entries().flatMap(([name, cell]) => (cell.kind === "scalar" ? [[name, declared(cell.raw(), cell.place)] as const] : [])));

/** Values whose key is one of several, where it has text. */
export const firstText = (root: Cursor, ...paths: readonly string[]): Cursor | undefined =>
  paths.map((path) => root.at(...path.split("."))).find((cursor) => cursor.text() !== undefined);
