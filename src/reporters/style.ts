/** Style sheet of the HTML report: system fonts, light, dark and print, readable on a phone. Contrasts are held by a test. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1f2328;--dim:#59636e;--line:#d1d9e0;--pass:#1a7f37;--warn:#9a6700;--fail:#cf222e;--bar:#0969da;--was:#818b98}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#f0f6fc;--dim:#9198a1;--line:#3d444d;--pass:#3fb950;--warn:#d29922;--fail:#f85149;--bar:#4493f8;--was:#7d8590}}
*{box-sizing:border-box}body{margin:0;font:15px/1.5 system-ui,sans-serif;color:var(--fg);background:var(--bg)}
main{max-width:1100px;margin:0 auto;padding:24px 16px;overflow-wrap:break-word}
h1{font-size:1.4em;line-height:1.3}h2{font-size:1.15em;margin:2em 0 .6em}.total{font-size:1.2em}small,footer,caption,.range{color:var(--dim)}small{display:block}
.pass,.warn,.fail,.unknown{font-weight:600}.pass{color:var(--pass)}.warn,.unknown{color:var(--warn)}.fail{color:var(--fail)}
.findings{padding-left:1.2em}.findings li{margin:.4em 0}li.error::marker{color:var(--fail)}li.warning::marker{color:var(--warn)}
table{border-collapse:collapse;width:100%}caption{text-align:left;padding-bottom:6px}th,td{text-align:left;padding:6px 10px;border-bottom:1px solid var(--line);vertical-align:top}tbody th{font-weight:600}tbody th,td:last-child{overflow-wrap:anywhere}tbody small{font-weight:400}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bars{list-style:none;margin:0;padding:0}.bars li{display:grid;grid-template-columns:minmax(0,14em) minmax(0,1fr) minmax(0,13em);gap:10px;align-items:center;margin:3px 0}
svg{display:block;width:100%;height:16px}rect{fill:var(--bar)}.was{fill:var(--was)}.over{fill:var(--fail)}line{stroke:var(--fg);stroke-width:2;vector-effect:non-scaling-stroke}.edge{stroke:var(--fail);stroke-dasharray:4 3}
details{margin:.6em 0;border-top:1px solid var(--line);padding-top:.6em}summary{cursor:pointer;font-weight:600}summary:focus-visible{outline:2px solid var(--bar)}
footer{margin-top:3em;font-size:.85em}
@media screen and (max-width:900px){main{overflow-wrap:anywhere}table,tbody,tr,th,td,caption{display:block}thead{display:none}tr{padding:8px 0;border-bottom:1px solid var(--line)}th,td{border:0;padding:2px 0}.number{text-align:left;white-space:normal}
td::before{content:attr(data-label) ": ";color:var(--dim)}td small{display:inline;margin-left:.5em}.bars li{grid-template-columns:minmax(0,1fr) auto;gap:2px 10px}.bars svg{grid-column:1/3;grid-row:2}}
@media print{body{font-size:11px}:root{--bg:#fff;--fg:#000;--dim:#444;--line:#999;--pass:#116329;--warn:#7d4e00;--fail:#a40e26;--bar:#0550ae;--was:#6e7781}main{max-width:none;padding:0}tr,li,details{break-inside:avoid}rect{print-color-adjust:exact}details::details-content{content-visibility:visible;height:auto}}`;
