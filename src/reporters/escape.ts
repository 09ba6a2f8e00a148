/**
 * Every text that comes from a file goes through one of these before it meets a format that gives characters a meaning.
 * Control, bidirectional and invisible characters never pass: they can make a line read as something else (CVE-2021-42574).
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is removed
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]/gu;
const HALF_A_PAIR = /\p{Surrogate}/gu;

export const plain = (text: string): string =>
  text
    .replace(/[\t\r\n]+/g, " ")
    .replace(UNSEEN, "")
    .replace(HALF_A_PAIR, "\ufffd");

/** Counted in characters as people see them, not in halves of a pair. */
function clipped(text: string, most: number): string {
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most - 1).join("")}…`;
}

/** A name loses its middle: both ends tell names apart. */
export function shortened(text: string, most: number): string {
  const points = [...text];
  if (points.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${points.slice(0, head).join("")}…${points.slice(points.length - (most - 1 - head)).join("")}`;
}

const HTML: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const html = (text: string): string => plain(text).replace(/[&<>"']/g, (character) => HTML[character] ?? "");
export const xml = html;

/** Longest text of a file in a comment: more is never a message but an attack on its length. */
const MOST = 600;
const BREAK = "\u200c";

/**
 * Markdown of GitHub: no mention, issue reference, commit, link, table cell, fence, emphasis, formula, emoji code or HTML can come out of it.
 * What GitHub links after rendering (mentions, issues, commits, addresses) is broken by a character that has no width.
 */
export const markdown = (text: string): string =>
  html(clipped(plain(text), MOST))
    .replace(/[\\`*_{}[\]()|~!]/g, "\\$&")
    .replace(/(?<!&)#/g, `#${BREAK}`)
    .replace(/@/g, `@${BREAK}`)
    .replace(/\$/g, "&#36;")
    .replace(/:(?=[\w+-]+:)/g, `:${BREAK}`)
    .replace(/:\/\//g, `:${BREAK}//`)
    .replace(/GH-(?=\d)/gi, `GH${BREAK}-`)
    .replace(/www\./gi, `www${BREAK}.`)
    .replace(/\b[0-9a-f]{7,40}\b/gi, (sha) => `${sha.slice(0, 3)}${BREAK}${sha.slice(3)}`);

/** Inside backticks nothing has a meaning but the backtick; in a table the pipe keeps one (`inCell`). */
export const code = (text: string): string => {
  const body = shortened(plain(text), 160)
    .trim()
    .replace(/\\(?=\||$)/g, "\\ ")
    .replace(/`/g, "'");
  return body === "" ? "" : `\`${body}\``;
};

/** Path of a link: what a bracket, a blank or a quote would end is written as octets. */
export const path = (file: string): string =>
  file
    .replace(HALF_A_PAIR, "\ufffd")
    .split("/")
    .map((part) => encodeURIComponent(part).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`))
    .join("/");

/** Data and properties of workflow commands. */
export const commandData = (text: string): string =>
  text
    .split(/\r\n|[\r\n]/)
    .map(plain)
    .join("\n")
    .replace(/%/g, "%25")
    .replace(/\n/g, "%0A");
export const commandProperty = (text: string): string => commandData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");

/** RFC 4180; a cell that begins like a formula is one to a spreadsheet (https://owasp.org/www-community/attacks/CSV_Injection). */
export const csvCell = (value: string | number | null): string => {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = plain(value);
  const safe = /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
