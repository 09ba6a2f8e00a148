// The pictures of docs/images, from a real diff of the examples: rendered, looked at by Chromium, written as PNG.
//   npm run compile && node scripts/pictures.mjs [--to FOLDER] [--markdown FILE] [--open]
// Needs Debian's `chromium`, `fonts-noto-color-emoji` and `pngquant`, so it is no part of CI: run it when a reporter changes how something looks, and look.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { marked } from "marked";

const CLI = resolve("build/src/bin/cli.js");
const MOST_BYTES = 200_000;
/** The first screens of the HTML report: the whole is too long for a picture. */
const MOST_HIGH = 2000;
const BLOB = "https://github.com/traincost/traincost/blob/head/";

/** What the pull request of the pictures does to a copy of the examples. */
const CONFIG = `version: 1
budgets:
  - name: per-job
    match: { paths: ["examples/**"] }
    per: job
    cost: { warn: 5000, fail: 10000 }
    change: { fail: "+50%" }
    memory: { fail: 100%, at: expected }
    message: Ask the platform team
`;
const EDITS = [
  ["examples/ckip-llama-2/continued.yaml", /training.tokens=20B/, "training.tokens=40B"],
  ["examples/alpaca-lora/rtx-4090.yaml", /micro_batch_size: .*/, "micro_batch_size: 32"],
];
const LEFT_OUT = ["workflows", "llama-2-pretraining", "llama-2-chat", "taiwan-llama", "national-centre", "home-made"];

/** Colours and measures of a comment on GitHub, light and dark; the comment column is about 900 pixels wide. */
const GITHUB = `
:root{--fg:#1f2328;--bg:#fff;--line:#d1d9e0;--code:#818b981f;--a:#0969da;--row:#f6f8fa;--head:#f6f8fa}
:root.dark{--fg:#f0f6fc;--bg:#0d1117;--line:#3d444d;--code:#656c7633;--a:#4493f8;--row:#151b23;--head:#151b23}
body{margin:0;padding:16px;background:var(--bg);color:var(--fg);font:14px/1.5 -apple-system,"Segoe UI","Noto Sans","DejaVu Sans","Noto Color Emoji",Helvetica,Arial,sans-serif}
.box{border:1px solid var(--line);border-radius:6px;overflow:hidden}.by{background:var(--head);border-bottom:1px solid var(--line);padding:8px 16px}
.body{padding:16px;overflow-wrap:break-word}h3{font-size:1.25em;line-height:1.25;margin:0 0 16px}p,ul,table,details{margin:0 0 16px}ul{padding-left:2em}ul ul{margin:0}
table{display:block;width:max-content;max-width:100%;overflow:auto;border-collapse:collapse}th,td{padding:6px 13px;border:1px solid var(--line)}tr:nth-child(2n){background:var(--row)}
code{font:85%/1.5 ui-monospace,"DejaVu Sans Mono",monospace;background:var(--code);padding:.2em .4em;border-radius:6px;white-space:break-spaces}a{color:var(--a)}`;

const OPEN = process.argv.includes("--open");
const page = (markdown, scheme) =>
  `<!doctype html><html class="${scheme}"><meta charset="utf-8"><style>${GITHUB}</style><body><div class="box"><div class="by"><b>github-actions</b> bot</div><div class="body">${marked.parse(OPEN ? markdown.replaceAll("<details>", "<details open>") : markdown, { gfm: true })}</div></div></body></html>`;

function shoot(file, png, { width, scheme, most = 2000 }) {
  const profile = mkdtempSync(join(tmpdir(), "chromium-"));
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  const quiet = ["--disable-component-update", "--disable-sync", "--hide-scrollbars", `--user-data-dir=${profile}`];
  const dark = scheme === "dark" ? ["--blink-settings=preferredColorScheme=0"] : ["--blink-settings=preferredColorScheme=1"];
  const run = (...more) => spawnSync("chromium", [...flags, ...quiet, ...dark, ...more], { encoding: "utf8", timeout: 60_000 });
  const [, whole = "1200"] =
    /data-height="(\d+)"/.exec(run(`--window-size=${width},800`, "--dump-dom", `file://${measuring(file)}`).stdout) ?? [];
  const height = Math.min(Number(whole), most);
  run(`--window-size=${width},${height}`, `--screenshot=${png}`, `file://${file}`);
  execFileSync("pngquant", ["--force", "--speed=1", "--output", png, "256", png]);
  rmSync(profile, { recursive: true, force: true });
  const size = statSync(png).size;
  process.stdout.write(`${png}: ${width} × ${height}, ${Math.round(size / 1000)} kB\n`);
  if (size > MOST_BYTES) process.exitCode = 1;
}

/** The same page, that tells its height. */
function measuring(file) {
  const copy = `${file}.measure.html`;
  const text = readFileSync(file, "utf8").replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
  writeFileSync(
    copy,
    text.replace("</body>", "<script>document.body.dataset.height=document.documentElement.scrollHeight</script></body>"),
  );
  return copy;
}

function pictured() {
  const repo = mkdtempSync(join(tmpdir(), "traincost-pictures-"));
  const git = (...words) =>
    execFileSync("git", ["-c", "user.name=traincost", "-c", "user.email=traincost@example.com", ...words], { cwd: repo, stdio: "pipe" });
  cpSync("examples", join(repo, "examples"), { recursive: true });
  for (const folder of LEFT_OUT) rmSync(join(repo, "examples", folder), { recursive: true });
  writeFileSync(join(repo, ".traincost.yml"), CONFIG);
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "base");
  for (const [file, from, to] of EDITS) {
    const text = readFileSync(join(repo, file), "utf8");
    if (!from.test(text)) throw new Error(`${file} has no ${from}`);
    writeFileSync(join(repo, file), text.replace(from, to));
  }
  const { stdout, stderr } = spawnSync(process.execPath, [CLI, "diff", "HEAD", "--format", "json"], {
    cwd: repo,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  rmSync(repo, { recursive: true });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

const flag = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const to = resolve(flag("--to") ?? "docs/images");
const made = mkdtempSync(join(tmpdir(), "traincost-pages-"));
mkdirSync(to, { recursive: true });
const comment = (name, markdown, widths) => {
  for (const scheme of ["light", "dark"])
    for (const [word, width] of widths) {
      const file = join(made, `${name}${word}-${scheme}.html`);
      writeFileSync(file, page(markdown, scheme));
      shoot(file, join(to, `${name}${word}-${scheme}.png`), { width, scheme });
    }
};

const given = flag("--markdown");
if (given) {
  comment(basename(given, ".md"), readFileSync(given, "utf8"), [
    ["", 1000],
    ["-narrow", 375],
  ]);
} else {
  const { REPORTERS } = await import("../build/src/reporters/index.js");
  const report = pictured();
  comment("comment", REPORTERS.markdown.render(report, { blobUrl: BLOB, runUrl: "https://github.com/traincost/traincost/actions" }), [
    ["", 1000],
  ]);
  const file = join(made, "report.html");
  writeFileSync(file, REPORTERS.html.render(report, {}));
  for (const [word, width, scheme] of [
    ["light", 1000, "light"],
    ["dark", 1000, "dark"],
    ["narrow", 500, "light"],
  ])
    shoot(file, join(to, `report-${word}.png`), { width, scheme, most: MOST_HIGH });
}
rmSync(made, { recursive: true });
