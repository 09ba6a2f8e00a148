/**
 * Every text that comes from a file goes through one of these before it meets a format that gives characters a meaning.
 * Control and bidirectional characters never pass: they can make a line read as something else (CVE-2021-42574).
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is removed
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export const plain = (text: string): string => text.replace(/[\t\r\n]+/g, " ").replace(UNSEEN, "");

const HTML: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const html = (text: string): string => plain(text).replace(/[&<>"']/g, (character) => HTML[character] ?? "");
export const xml = html;

/** Markdown of GitHub: no mention, issue reference, link, table cell, fence, emphasis or HTML can come out of it. */
export const markdown = (text: string): string =>
  html(text)
    .replace(/[\\`*_{}[\]()|~!]/g, "\\$&")
    .replace(/@/g, "@\u200c")
    .replace(/#(?=\d)/g, "#\u200c")
    .replace(/\b(https?):\/\//gi, "$1:\u200c//")
    .replace(/\bGH-(?=\d)/gi, "GH\u200c-")
    .replace(/\bwww\./gi, "www\u200c.");

/** Inside backticks nothing has a meaning but the backtick; in a table the pipe keeps one. */
export const code = (text: string): string => {
  const body = plain(text).replace(/\|/g, "\\|").replace(/`/g, "'");
  return body === "" ? "" : `\`${body}\``;
};

/** Data and properties of workflow commands. */
export const commandData = (text: string): string =>
  text.replace(UNSEEN, "").replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
export const commandProperty = (text: string): string => commandData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");

/** A cell that begins like a formula is one to a spreadsheet. */
export const csvCell = (value: string | number | null): string => {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : plain(safe);
};
