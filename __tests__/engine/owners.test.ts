import { expect, test } from "@jest/globals";
import { readOwners } from "../../src/engine/owners.js";

test.each([
  ["the last line that matches decides", "* @all\ntrain/ @nlp", "train/a.yml", ["@nlp"]],
  ["also against a narrower one before it", "/train/a.yml @a\n* @all", "train/a.yml", ["@all"]],
  ["no slash: at any depth", "*.yml @y", "a/b/c.yml", ["@y"]],
  ["a folder at any depth", "apps/ @x", "src/apps/a.yml", ["@x"]],
  ["tied to the top", "/apps/ @x", "src/apps/a.yml", []],
  ["one level only", "docs/* @d", "docs/build/a.yml", []],
  ["and that level", "docs/* @d", "docs/a.yml", ["@d"]],
  ["any folder between", "**/logs @l", "build/logs/a.yml", ["@l"]],
  ["a line without owners frees its files", "/apps/ @x\n/apps/github", "apps/github/a.yml", []],
  ["comments and several owners", "# head\n*.yml @a b@c.org # why", "a.yml", ["@a", "b@c.org"]],
  ["an escaped blank", "/my\\ jobs/ @m", "my jobs/a.yml", ["@m"]],
  ["what GitHub does not know is left out", "* @all\n!a.yml @n\n[ab].yml @n", "a.yml", ["@all"]],
])("%s", (_what, text, file, owners) => expect(readOwners(text)(file)).toEqual(owners));
