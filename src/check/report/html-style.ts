// How the page of a check looks: on a screen, a phone and paper, light and dark. Every colour of text has a contrast of at
// least 4.5 to what is behind it (WCAG 2.2, 1.4.3).

export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fafaf8; --card: #ffffff; --ink: #1b1f24; --soft: #57606b; --line: #e2e4e7; --track: #e7e9ec;
  --now: #0f766e; --gain: #5fbfae; --link: #0b5f58;
  --error: #b3261e; --warning: #855300; --note: #4b5a6a;
  --error-bar: #d0564d; --warning-bar: #dba53d; --note-bar: #94a3b3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #131619; --card: #1a1e22; --ink: #e7eaed; --soft: #a4aeb9; --line: #2c3238; --track: #2b3138;
    --now: #4fc3b0; --gain: #2a7c70; --link: #6fd3c3;
    --error: #ff9a90; --warning: #efc065; --note: #a9b8c8;
    --error-bar: #d9665d; --warning-bar: #b98a34; --note-bar: #66758a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
body > * { max-width: 72rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem); }
header { padding-top: 2.5rem; }
footer { padding-top: 2rem; padding-bottom: 2.5rem; color: var(--soft); font-size: .875rem; }
h1, h2, p, ul, ol, dl, dd, table, pre { margin: 0; padding: 0; }
h1 { font-size: clamp(1.5rem, 4vw, 2rem); line-height: 1.2; letter-spacing: -.015em; font-weight: 650; }
h2 { font-size: 1.125rem; font-weight: 650; margin-bottom: .75rem; }
section { margin-top: 3rem; }
a { color: var(--link); }
ul { list-style: none; }
:focus-visible { outline: 2px solid var(--now); outline-offset: 2px; border-radius: 3px; }
.soft, .kicker { color: var(--soft); }
.kicker { font-size: .875rem; margin-bottom: .25rem; }
.facts { color: var(--soft); margin-top: .5rem; }
.facts bdi { color: var(--ink); }
.notice { margin-top: 1rem; padding: .6rem .9rem; border-left: 3px solid var(--warning-bar); background: var(--card); }
code, .value { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; font-size: .9em; }

.answer { margin-top: 2rem; padding: clamp(1.25rem, 3vw, 2rem); background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.figures { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem 2rem; }
.figures dt { display: block; color: var(--soft); font-size: .9375rem; }
.figures dd { font-size: clamp(2.5rem, 9vw, 4.25rem); line-height: 1.1; font-weight: 650; letter-spacing: -.035em; }
.figures small { font-size: .5em; font-weight: 500; letter-spacing: 0; color: var(--soft); }
svg { display: block; width: 100%; }
.whole { height: 14px; margin: 1.25rem 0 .9rem; border-radius: 7px; }
.bar { height: 8px; border-radius: 4px; }
.bar + p { margin-top: .75rem; }
.track { fill: var(--track); } .now { fill: var(--now); } .gain { fill: var(--gain); }
.error rect.part { fill: var(--error-bar); } .warning rect.part { fill: var(--warning-bar); } .note rect.part { fill: var(--note-bar); }
.legend { display: flex; flex-wrap: wrap; gap: .35rem 1.5rem; font-size: .9375rem; }
.legend svg { display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin-right: .45rem; }
.answer .also { margin-top: .75rem; color: var(--soft); font-size: .9375rem; }

.steps { list-style: none; display: grid; gap: 1rem; }
.steps pre { margin-top: .4rem; padding: .7rem .9rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap; }

.kinds { border-top: 1px solid var(--line); }
.kinds details { border-bottom: 1px solid var(--line); }
.kinds summary {
  display: grid; grid-template-columns: 17rem 4.25rem minmax(4rem, 1fr) 4.5rem 8rem; gap: 1rem; align-items: center;
  padding: .55rem 0; cursor: pointer; list-style: none;
}
.kinds summary::-webkit-details-marker { display: none; }
.kinds .title { position: relative; padding-left: 1rem; }
.kinds .title::before { content: "\\203A"; position: absolute; left: 0; color: var(--soft); }
.kinds details[open] .title::before { content: "\\2304"; }
.kinds summary:hover .title { text-decoration: underline; text-underline-offset: 3px; }
.kinds .count { text-align: right; font-weight: 600; }
.kinds .fixable { text-align: right; color: var(--soft); font-size: .875rem; }
.kinds .body { padding: 0 0 1.1rem 1rem; max-width: 46rem; }
.kinds .body li { margin-top: .5rem; }
.kinds .more { margin-top: .75rem; font-size: .9375rem; }
.severity { font-size: .8125rem; font-weight: 600; white-space: nowrap; }
.error .severity, .severity.error { color: var(--error); }
.warning .severity, .severity.warning { color: var(--warning); }
.note .severity, .severity.note { color: var(--note); }

.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 3rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; }
th { text-align: left; font-weight: 600; }
.countries th { font-weight: 400; padding: .25rem 1rem .25rem 0; }
.countries td { padding: .25rem 0; text-align: right; }
.countries td.drawn { width: 45%; padding-left: 1rem; }

form { display: grid; grid-template-columns: 2fr 2fr 1fr; gap: .75rem; margin-bottom: .75rem; }
form[hidden] { display: none; }
label { display: grid; gap: .2rem; font-size: .8125rem; color: var(--soft); }
input, select { font: inherit; font-size: 1rem; color: var(--ink); background: var(--card); border: 1px solid #87909b; border-radius: 6px; padding: .4rem .6rem; width: 100%; min-width: 0; }
.status { color: var(--soft); font-size: .875rem; margin-bottom: .5rem; }
.list { font-size: .9375rem; table-layout: fixed; }
.list th:nth-child(1) { width: 9%; } .list th:nth-child(2) { width: 13%; } .list th:nth-child(3) { width: 14%; }
.list th:nth-child(4) { width: 20%; } .list th:nth-child(5) { width: 18%; } .list th:nth-child(7) { width: 8%; }
.list th, .list td { padding: .5rem .75rem .5rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
.list thead th { border-bottom-color: var(--soft); white-space: nowrap; color: var(--soft); font-size: .8125rem; }
.list .row { text-align: right; padding-right: 1.25rem; white-space: nowrap; }
.list .value { overflow-wrap: anywhere; }
.list .facts { display: block; margin: 0; font-size: .8125rem; }
.list button { all: unset; cursor: pointer; }
.list button:hover { color: var(--ink); text-decoration: underline; }
.list button:focus-visible { outline: 2px solid var(--now); outline-offset: 2px; }
.list th[aria-sort="ascending"] button::after { content: " \\2191"; }
.list th[aria-sort="descending"] button::after { content: " \\2193"; }

@media screen and (max-width: 44rem) {
  header { padding-top: 1.5rem; }
  section { margin-top: 2.25rem; }
  .figures { gap: 1rem; }
  .pair, form { grid-template-columns: 1fr; }
  .kinds summary { grid-template-columns: 1fr auto; gap: .15rem .75rem; padding: .7rem 0; }
  .kinds .count { grid-column: 2; grid-row: 1; }
  .kinds .drawn { grid-column: 1 / -1; grid-row: 2; margin: .2rem 0; }
  .kinds .severity { padding-left: 1rem; }
}
@media screen and (max-width: 60rem) {
  .list, .list tbody { display: block; }
  .list thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .list.sortable thead { position: static; width: auto; height: auto; clip-path: none; display: block; }
  .list.sortable thead tr { display: flex; flex-wrap: wrap; gap: 0 1rem; padding-bottom: .5rem; color: var(--soft); font-size: .875rem; }
  .list.sortable thead tr::before { content: "Sort by"; padding: .25rem 0; }
  .list thead th, .list thead .row { padding: .25rem 0; border: 0; font-size: .875rem; }
  .list thead button { text-decoration: underline; text-underline-offset: 3px; }
  .list tbody tr { display: grid; grid-template-columns: auto 1fr auto; gap: .1rem .75rem; padding: .7rem 0; border-top: 1px solid var(--line); }
  .list tbody tr[hidden] { display: none; }
  .list tbody td, .list tbody th { padding: 0; border: 0; text-align: left; min-width: 0; width: auto; }
  .list thead th:nth-child(n) { width: auto; }
  .list .row { text-align: left; padding: 0; }
  .list tbody .row::before { content: "row "; font-weight: 400; color: var(--soft); }
  .list tbody .id, .list tbody .column { color: var(--soft); font-size: .875rem; }
  .list tbody .column { grid-column: 1 / -1; }
  .list tbody .id { text-align: right; grid-column: 2 / -1; }
  .list tbody .id:not(:empty)::before { content: "id "; }
  .list tbody .value { grid-column: 1 / -1; }
  .list tbody .repair:not(:empty)::before { content: "\\2192  "; color: var(--soft); }
  .list tbody .what { grid-column: 1 / -2; grid-row: auto; }
}
@media print {
  :root { --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --track: #ddd; font-size: 11px; }
  body { font-size: 1rem; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  form, .more { display: none; }
  section { margin-top: 2rem; }
  .answer, .steps li, .pair section, .kinds details, .list tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  .kinds details::details-content { content-visibility: visible; display: block; block-size: auto; }
}
`
