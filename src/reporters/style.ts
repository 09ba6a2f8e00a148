/** Style sheet of the HTML report: system fonts, light and dark, readable on a phone. */
export const STYLE = `
:root{color-scheme:light dark;--fg:#1f2328;--bg:#fff;--dim:#59636e;--line:#d1d9e0;--pass:#1a7f37;--warn:#9a6700;--fail:#d1242f;--a:#0969da}
@media(prefers-color-scheme:dark){:root{--fg:#f0f6fc;--bg:#0d1117;--dim:#9198a1;--line:#3d444d;--pass:#3fb950;--warn:#d29922;--fail:#f85149;--a:#4493f8}}
body{margin:0;font:15px/1.5 system-ui,sans-serif;color:var(--fg);background:var(--bg)}
main{max-width:1100px;margin:0 auto;padding:24px 16px}
h1{font-size:1.4em}h2{font-size:1.15em;margin-top:2em}h3{font-size:1em;margin:1.6em 0 .4em}
.total{font-size:1.3em}small,footer,.legend{color:var(--dim)}
.pass,.warn,.fail,.unknown{font-weight:600}.pass{color:var(--pass)}.warn,.unknown{color:var(--warn)}.fail{color:var(--fail)}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:6px 10px;border-bottom:1px solid var(--line);vertical-align:top}
.scroll{overflow-x:auto}.findings{padding-left:1.2em}li.error::marker{color:var(--fail)}li.warning::marker{color:var(--warn)}
svg{width:100%;min-width:480px;height:auto}text{font:12px system-ui,sans-serif;fill:var(--fg)}line{stroke:var(--fg);stroke-width:2}
.edge{stroke:var(--fail);stroke-dasharray:4 3}.cost{fill:var(--a)}
rect.weights{fill:#0969da}rect.gradients{fill:#8250df}rect.optimizer{fill:#bf3989}rect.activations{fill:#1a7f37}rect.logits{fill:#bf8700}rect.buffers{fill:#57606a}rect.overhead{fill:#8c959f}
span.weights{color:#0969da}span.gradients{color:#8250df}span.optimizer{color:#bf3989}span.activations{color:#1a7f37}span.logits{color:#bf8700}span.buffers{color:#57606a}span.overhead{color:#8c959f}
footer{margin-top:3em;font-size:.85em}`;
