// A check as one HTML page that needs nothing else: no request, no script to be read. What is in the file shows as text.
import { plural, renderCount } from '../../text/count.ts'
import type { CheckSummary } from '../file.ts'
import { countFindings } from '../summary.ts'
import { renderBar, widthOf } from './html-bar.ts'
import { renderKinds, renderList } from './html-findings.ts'
import { renderPageHead } from './html-head.ts'
import { SCRIPT } from './html-script.ts'
import { STYLE } from './html-style.ts'
import { keepFindings } from './kept.ts'
import { describeLeft, findLeft } from './left.ts'
import { html, type Markup, trusted } from './markup.ts'
import { type CommandFor, nextSteps } from './next.ts'
import type { CheckReport, ReportOptions } from './report.ts'
import { describeGroup, describeLimit, listNotices, showCountry, showName, showShare } from './shown.ts'

const MOST_COUNTRIES = 10

export function openHtmlReport({ most, commandFor, longerList, recordUrl }: ReportOptions): CheckReport {
  const kept = keepFindings(most)
  return {
    wants: kept.wants,
    note(finding) {
      kept.note(finding)
      return ''
    },
    *end(summary) {
      const findings = kept.list()
      const title = `Phone numbers in ${showName(summary.file)}`
      yield renderPageHead({ title, style: STYLE, script: findings.length > 0 ? SCRIPT : null }).markup
      yield renderHeader(summary).markup
      yield html`<main>${renderAnswer(summary)}${renderLeft(summary)}${renderSteps(summary, commandFor)}${renderKinds(summary, findings.length > 0)}`
        .markup
      yield renderGroups(summary).markup
      yield renderPlaces(summary).markup
      yield* renderList(findings, summary.codes, { noted: countFindings(summary), longerList, recordUrl })
      yield html`</main>
<footer>Made by Ringsight. This page loads nothing and sends nothing.</footer>
${findings.length > 0 ? html`<script>${trusted(SCRIPT)}</script>` : ''}
</body></html>
`.markup
    },
  }
}

function renderHeader(summary: CheckSummary): Markup {
  const { file, source, columns, region, contacts } = summary
  const country = columns.country === null ? html`` : html` Country from <bdi>${showName(columns.country)}</bdi>.`
  const stated =
    region === null ? html`` : html` Numbers without a country are read as those of ${showCountry(region)}.`
  const phones = columns.phones.map(
    (name, index) => html`${index === 0 ? '' : trusted(', ')}<bdi>${showName(name)}</bdi>`,
  )
  return html`<header>
<p class="kicker">Ringsight phone check</p>
<h1><bdi>${showName(file)}</bdi></h1>
<p class="facts">${source === null ? '' : html`${source}, `}${plural(contacts, 'contact')}. Phone numbers from ${phones}.${country}${stated}</p>
${listNotices(summary).map((notice) => html`<p class="notice">${notice}</p>`)}
</header>
`
}

function renderAnswer({ contacts, identifiable, withoutNumber, repairs }: CheckSummary): Markup {
  const { before, read, after } = identifiable
  const rest = contacts - after
  const none = withoutNumber === 0 ? '' : html`; ${renderCount(withoutNumber)} of them have no number`
  return html`<section class="answer" aria-labelledby="answer">
<h2 id="answer">Contacts that a phone can identify when they call</h2>
<dl class="figures">
<div><dt>As the file stands</dt><dd>${renderShare(before, contacts)}</dd></div>
<div><dt>After repair</dt><dd>${renderShare(after, contacts)}</dd></div>
</dl>
${renderWhole(before, after, contacts)}
<ul class="legend">
<li>${renderKey('now')}${renderCount(before)} now</li>
<li>${renderKey('gain')}${renderCount(after - before)} more with ${plural(repairs, 'certain repair')}</li>
<li>${renderKey('track')}${renderCount(rest)} not even then${none}</li>
</ul>
<p class="also">Ringsight itself identifies ${renderCount(read)} (${showShare(read, contacts)}) without any repair.</p>
</section>
`
}

function renderWhole(before: number, after: number, rows: number): Markup {
  return html`<svg class="whole" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="1"/><rect class="gain" width="${widthOf(after, rows)}" height="1"/><rect class="now" width="${widthOf(before, rows)}" height="1"/></svg>`
}

function renderShare(part: number, whole: number): Markup {
  return html`${showShare(part, whole).replace(' %', '')}<small> %</small>`
}

function renderKey(name: 'now' | 'gain' | 'track'): Markup {
  return html`<svg viewBox="0 0 1 1" aria-hidden="true"><rect class="${name}" width="1" height="1"/></svg>`
}

function renderLeft(summary: CheckSummary): Markup {
  const left = findLeft(summary)
  if (left === null) return html``
  const longest = Math.max(0, ...left.codes.map(({ count }) => count))
  const lines = left.codes.map(({ title, count }) => renderAmount(title, count, longest))
  return html`<section aria-labelledby="left">
<h2 id="left">What is left after the repairs</h2>
<p>${describeLeft(left, summary.contacts)}</p>
${lines.length === 0 ? '' : html`<table class="countries"><tbody>${lines}</tbody></table>`}
</section>
`
}

function renderSteps(summary: CheckSummary, commandFor: CommandFor): Markup {
  const steps = nextSteps(summary)
  if (steps.length === 0) return html``
  return html`<section aria-labelledby="next">
<h2 id="next">What to do next</h2>
<ol class="steps">
${steps.map(({ sentence, next }) => html`<li>${sentence}${next === null ? '' : html`<pre><code>${commandFor(next)}</code></pre>`}</li>`)}
</ol>
</section>
`
}

/** Who has to act. */
function renderGroups({ groups }: CheckSummary): Markup {
  if (groups === null) return html``
  const rows = groups.groups
    .slice(0, MOST_GROUPS)
    .map(
      ({ name, contacts, findings, repairable }) =>
        html`<tr><th scope="row"><bdi>${describeGroup(name)}</bdi></th><td>${renderCount(contacts)}</td><td>${renderCount(findings.error)}</td><td>${renderCount(findings.warning)}</td><td>${renderCount(repairable)}</td></tr>`,
    )
  return html`<section aria-labelledby="groups">
<h2 id="groups">By <bdi>${showName(groups.column)}</bdi></h2>
<table class="countries"><thead><tr><th scope="col"></th><td>contacts</td><td>errors</td><td>warnings</td><td>repairable</td></tr></thead><tbody>${rows}</tbody></table>
</section>
`
}

const MOST_GROUPS = 100

/** Where the numbers are from, and where they would be held. */
function renderPlaces(summary: CheckSummary): Markup {
  const { countries, limit, contacts } = summary
  const shown = countries.slice(0, MOST_COUNTRIES)
  const others = countries.slice(MOST_COUNTRIES)
  const longest = Math.max(0, ...countries.map(({ numbers }) => numbers))
  const lines = shown.map(({ country, numbers }) => renderAmount(showCountry(country), numbers, longest))
  if (others.length > 0) {
    const rest = others.reduce((sum, { numbers }) => sum + numbers, 0)
    lines.push(renderAmount(`${others.length} more`, rest, Math.max(longest, rest)))
  }
  return html`<div class="pair">
${lines.length === 0 ? '' : html`<section aria-labelledby="countries"><table class="countries"><caption><h2 id="countries">Numbers by country</h2></caption><tbody>${lines}</tbody></table></section>`}
<section aria-labelledby="limit">
<h2 id="limit">On the phone</h2>
${renderBar('now', Math.min(contacts, limit.contacts), Math.max(contacts, limit.contacts))}
<p>${describeLimit(summary)}</p>
</section>
</div>
`
}

function renderAmount(name: string, numbers: number, longest: number): Markup {
  const bar = renderBar('now', numbers, longest)
  return html`<tr><th scope="row">${name}</th><td>${renderCount(numbers)}</td><td class="drawn">${bar}</td></tr>`
}
