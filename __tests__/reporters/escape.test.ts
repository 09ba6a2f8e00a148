import { expect, test } from "@jest/globals";
import { inCell } from "../../src/reporters/comment-table.js";
import { code, commandData, commandProperty, csvCell, html, markdown, plain } from "../../src/reporters/escape.js";

/** Text from a file → what a reader may see of it. */
test.each([
  ["@everyone look", /^@\u200ceveryone/],
  ["fixes #1", /#\u200c1/],
  ["[x](javascript:alert(1))", /^\\\[x\\\]\\\(javascript/],
  ["<img src=x onerror=y>", /^&lt;img/],
  ["a | b", /a \\\| b/],
  ["```\ncode", /^\\`\\`\\` code/],
  ["https://evil.example", /^https:\u200c\/\//],
  ["a\u202eb\u200bc", /^abc$/],
])("markdown of %j", (text, shown) => {
  expect(markdown(text)).toMatch(shown);
});

test("the other targets", () => {
  expect(code("a`b|c")).toBe("`a'b|c`");
  expect(inCell(code("a`b|c"))).toBe("`a'b\\|c`");
  expect(html('<a href="x">')).toBe("&lt;a href=&quot;x&quot;&gt;");
  expect(commandData("50%\n::error::x")).toBe("50%25%0A::error::x");
  expect(commandProperty("a:b,c")).toBe("a%3Ab%2Cc");
  expect(csvCell("=1+1")).toBe("'=1+1");
  expect(plain("\u001b[31mred")).toBe("[31mred");
});
