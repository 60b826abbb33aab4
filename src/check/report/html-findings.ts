// The findings on the page of a check: a bar for each kind, which opens to what it means, and the table of all.

import { FINDINGS, type Severity } from '../../core/finding.ts'
import { plural, renderCount } from '../../text/count.ts'
import type { CheckSummary, CodeCount, PlacedFinding } from '../file.ts'
import { renderBar } from './html-bar.ts'
import { html, type Markup, trusted } from './markup.ts'
import { recordLink, showFacts, showName, showValue } from './shown.ts'

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note']

/** A bar chart of the kinds of findings, each of which opens; the longest bar first. @param hasList to lead to */
export function renderKinds({ codes, findings }: CheckSummary, hasList: boolean): Markup {
  const sorted = [...codes].sort((one, other) => other.count - one.count)
  const longest = sorted[0]?.count ?? 0
  const counts = SEVERITIES.map((severity) => `${plural(findings[severity], severity)}`).join(', ')
  if (longest === 0)
    return html`<section aria-labelledby="kinds"><h2 id="kinds">What was found</h2><p>Nothing is the matter with the phone numbers.</p></section>`
  return html`<section aria-labelledby="kinds">
<h2 id="kinds">What was found</h2>
<p class="status">${counts}. Open a line to see what it means, and examples.</p>
<div class="kinds">
${sorted.map((code) => renderKind(code, longest, hasList))}</div>
</section>
`
}

function renderKind(kind: CodeCount, longest: number, hasList: boolean): Markup {
  const { code, severity, title, count, repairable, examples } = kind
  const fixable =
    repairable === 0 ? '' : repairable === count ? 'all repairable' : `${renderCount(repairable)} repairable`
  return html`<details class="${severity}">
<summary><span class="title">${title}</span> <span class="severity">${severity}</span> <span class="drawn">${renderBar('part', count, longest)}</span> <span class="count">${renderCount(count)}</span> <span class="fixable">${fixable}</span></summary>
<div class="body">
<p>${FINDINGS[code].sentence}</p>
<ul>${examples.map(renderExample)}</ul>
${hasList ? html`<p class="more"><a href="#findings" data-code="${code}">These in the list</a></p>` : ''}
</div>
</details>
`
}

function renderExample(placed: PlacedFinding): Markup {
  const { row, column, value, finding } = placed
  const facts = showFacts(placed)
  const where = column === null ? '' : html`, <bdi>${showName(column)}</bdi>`
  const shown = value === '' ? '' : html`: <code><bdi>${showValue(value)}</bdi></code>`
  const repair = finding.repair === null ? '' : html` → <code>${showValue(finding.repair)}</code>`
  return html`<li><span class="soft">Row ${renderCount(row)}${where}</span>${shown}${repair}${facts === '' ? '' : html` <span class="soft">· ${facts}</span>`}</li>`
}

const HEADERS = ['Row', 'Record id', 'Column', 'Cell', 'Repair', 'Finding', 'Severity']

/** The table of the findings that are held, in pieces; nothing where there are none. */
export function* renderList(
  findings: readonly PlacedFinding[],
  codes: readonly CodeCount[],
  rest: { readonly noted: number; readonly longerList: string; readonly recordUrl: string | null },
): Generator<string> {
  if (findings.length === 0) return
  const headers = HEADERS.map(
    (header, at) => html`<th scope="col"${trusted(at === 0 ? ' class="row"' : '')}>${header}</th>`,
  )
  yield html`<section aria-labelledby="findings">
<h2 id="findings">Every finding in its place</h2>
${renderForm(codes)}
<p class="status" id="status" role="status">${describeHeld(findings.length, rest)}</p>
<table class="list" id="list" role="table">
<thead role="rowgroup"><tr role="row">${headers}</tr></thead>
<tbody role="rowgroup">
`.markup
  for (const finding of findings) yield renderRow(finding, rest.recordUrl).markup
  yield '</tbody>\n</table>\n</section>\n'
}

function describeHeld(held: number, { noted, longerList }: { noted: number; longerList: string }): string {
  if (held === noted) return plural(noted, 'finding')
  return `${renderCount(held)} of ${plural(noted, 'finding')} are listed, some of every kind. ${longerList}; a report that ends with .csv or .json lists all.`
}

// It is shown by the script that makes it work.
function renderForm(codes: readonly CodeCount[]): Markup {
  const options = codes.map(({ code, title }) => html`<option value="${code}">${title}</option>`)
  const severities = SEVERITIES.map((severity) => html`<option value="${severity}">${severity}</option>`)
  return html`<form id="filter" hidden>
<label>Contains<input type="search" name="text" autocomplete="off"></label>
<label>Finding<select name="code"><option value="">all</option>${options}</select></label>
<label>Severity<select name="severity"><option value="">all</option>${severities}</select></label>
</form>`
}

function renderRecord(id: string | null, name: string | undefined, recordUrl: string | null): Markup {
  const link = recordLink(id, recordUrl)
  const shown = showName(id ?? '')
  const record = link === null ? html`${shown}` : html`<a href="${link}" rel="noreferrer">${shown}</a>`
  return name ? html`${record} <span class="facts"><bdi>${name}</bdi></span>` : record
}

// The roles say what the elements are anyway, until a narrow screen draws them as cards.
function renderRow(placed: PlacedFinding, recordUrl: string | null): Markup {
  const { row, id, column, value, finding } = placed
  const { code, severity, repair } = finding
  return html`<tr role="row" data-code="${code}" data-severity="${severity}"><th role="rowheader" scope="row" class="row" data-key="${row}">${renderCount(row)}</th><td role="cell" class="id">${renderRecord(id, placed.name, recordUrl)}</td><td role="cell" class="column">${showName(column ?? '')}</td><td role="cell" class="value">${showValue(value)}</td><td role="cell" class="value repair">${showValue(repair ?? '')}</td><td role="cell" class="what">${FINDINGS[code].title} <span class="facts">${showFacts(placed)}</span></td><td role="cell" class="severity ${severity}" data-key="${SEVERITIES.indexOf(severity)}">${severity}</td></tr>
`
}
