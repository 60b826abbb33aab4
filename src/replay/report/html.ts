// A replay as one HTML page that needs nothing else, in the look of the check's. What logs and contacts say shows as text. Pure.
import { renderBar, widthOf } from '../../check/report/html-bar.ts'
import { renderPageHead } from '../../check/report/html-head.ts'
import { STYLE } from '../../check/report/html-style.ts'
import { html, type Markup, trusted } from '../../check/report/markup.ts'
import { showCountry, showShare } from '../../check/report/shown.ts'
import { REJECTION_SENTENCES } from '../../core/number/reading.ts'
import { plural, renderCount } from '../../text/count.ts'
import { shortLine } from '../../text/safe.ts'
import type { DayFigures, ReasonAmount } from '../figures.ts'
import type { Replay } from '../job.ts'
import { titleOf } from '../reasons.ts'
import { barsOf, renderDayChart } from './day-chart.ts'
import {
  callersOf,
  describeDoubt,
  describeLeftOut,
  describeLog,
  describeRepair,
  listNotices,
  showNumber,
} from './words.ts'

export interface PageOptions {
  /** Which phone, in a sentence. */
  readonly phone: string
  /** A reason in a sentence with its fix; '' where nothing is to be said. */
  readonly explain: (reason: ReasonAmount) => string
}

const REPLAY_STYLE = `${STYLE}
.days { height: 9rem; margin-top: 1rem; } .days.small { height: 3rem; }
.days .rest { fill: var(--warning-bar); opacity: .55; }
.axis { display: flex; justify-content: space-between; gap: 1rem; color: var(--soft); font-size: .8125rem; margin-top: .25rem; }
.legend .rest { fill: var(--warning-bar); opacity: .55; }
.named rect.part { fill: var(--now); } .unnamed rect.part { fill: var(--warning-bar); }
.calls td { padding: .35rem 1rem .35rem 0; vertical-align: top; } .calls td:first-child { text-align: right; white-space: nowrap; }
.calls th { padding: .35rem 1rem .35rem 0; color: var(--soft); font-size: .8125rem; } .calls th:first-child { text-align: right; }
`

/** The page, in pieces. */
export function* renderReplayPage(replay: Replay, options: PageOptions): Generator<string> {
  yield renderPageHead({ title: 'Replay of calls', style: REPLAY_STYLE, script: null }).markup
  yield renderHeader(replay, options.phone).markup
  yield html`<main>${renderAnswer(replay)}${renderDays(replay)}${renderReasons(replay, options)}${renderAgainst(replay)}`
    .markup
  yield html`${renderUnknown(replay)}${renderDoubtful(replay)}${renderRepairs(replay)}${renderCorrections(replay)}`
    .markup
  yield `</main>
<footer>Made by Ringsight. This page loads nothing and sends nothing.</footer>
</body></html>
`
}

function renderHeader(replay: Replay, phone: string): Markup {
  const left = describeLeftOut(replay.figures)
  return html`<header>
<p class="kicker">Ringsight replay of calls</p>
<h1><bdi>${replay.logs.map(({ file }) => shortLine(file, 80)).join(', ')}</bdi></h1>
<p class="facts">${phone}</p>
${replay.logs.map((log) => html`<p class="facts">${describeLog(log)}.</p>`)}
${left === '' ? '' : html`<p class="facts">${left}</p>`}
${listNotices(replay).map((notice) => html`<p class="notice">${notice}</p>`)}
</header>
`
}

function renderAnswer({ figures, contacts }: Replay): Markup {
  const { all, named } = figures
  const before = contacts?.figures.before.calls ?? null
  const after = contacts?.figures.after.calls ?? null
  return html`<section class="answer" aria-labelledby="answer">
<h2 id="answer">What this phone would have named</h2>
<dl class="figures">
<div><dt>Calls</dt><dd>${renderShare(named.calls, all.calls)}</dd></div>
<div><dt>Callers</dt><dd>${renderShare(named.callers, all.callers)}</dd></div>
</dl>
<svg class="whole" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="1"/><rect class="now" width="${widthOf(named.calls, all.calls)}" height="1"/></svg>
<ul class="legend">
<li>${renderKey('now')}${renderCount(named.calls)} of ${plural(all.calls, 'call')} named</li>
<li>${renderKey('track')}${renderCount(all.calls - named.calls)} not, from ${plural(all.callers - named.callers, 'caller')} and those without a number</li>
</ul>
${before === null || after === null ? '' : html`<p class="also">Any phone would have named ${renderCount(before)} (${showShare(before, all.calls)}) from the contacts as they are, and ${renderCount(after)} (${showShare(after, all.calls)}) with every certain repair.</p>`}
</section>
`
}

function renderShare(part: number, whole: number): Markup {
  return html`${showShare(part, whole).replace(' %', '')}<small> %</small>`
}

function renderKey(name: 'now' | 'track' | 'rest'): Markup {
  return html`<svg viewBox="0 0 1 1" aria-hidden="true"><rect class="${name}" width="1" height="1"/></svg>`
}

function renderDays({ figures }: Replay): Markup {
  const bars = barsOf(figures.days, ({ named }) => named)
  if (bars === null) return html``
  return html`<section aria-labelledby="days">
<h2 id="days">Calls by day</h2>
<ul class="legend"><li>${renderKey('now')}named</li><li>${renderKey('rest')}not named</li></ul>
${renderDayChart(bars, 'named')}
</section>
`
}

function renderReasons({ figures }: Replay, { explain }: PageOptions): Markup {
  const longest = Math.max(1, ...figures.reasons.map(({ calls }) => calls))
  const lines = figures.reasons.map((each) => renderReason(each, { longest, days: figures.days, why: explain(each) }))
  return html`<section aria-labelledby="reasons">
<h2 id="reasons">Why, and why not</h2>
<p class="status">Open a line to see what it means, and on which days.</p>
<div class="kinds">
${lines}</div>
</section>
`
}

function renderReason(
  { reason, isNamed, calls, callers }: ReasonAmount,
  { longest, days, why }: { readonly longest: number; readonly days: readonly DayFigures[]; readonly why: string },
): Markup {
  const bars = barsOf(days, (day) =>
    day.reasons.reduce((sum, each) => (each.reason === reason && each.isNamed === isNamed ? sum + each.calls : sum), 0),
  )
  const result = isNamed ? 'named' : 'unnamed'
  return html`<details class="${result}">
<summary><span class="title">${titleOf(reason)}</span> <span class="severity">${isNamed ? 'named' : 'not named'}</span> <span class="drawn">${renderBar('part', calls, longest)}</span> <span class="count">${renderCount(calls)}</span> <span class="fixable">${callersOf({ callers })}</span></summary>
<div class="body">
${why === '' ? '' : html`<p>${why}</p>`}
${bars === null ? '' : renderDayChart(bars, plural(calls, 'call').replace(/^[\d,]+ /, ''), true)}
</div>
</details>
`
}

function renderAgainst({ against, figures }: Replay): Markup {
  const there = figures.against
  if (against === null || there === null) return html``
  const rows = against.changed.map(
    ({ number, calls, change, shown, shownAgainst }) =>
      html`<tr><td>${renderCount(calls)}</td><td>${showNumber(number)}</td><td>${change}</td><td><bdi>${shortLine(shown ?? 'nobody', 60)}</bdi></td><td><bdi>${shortLine(shownAgainst ?? 'nobody', 60)}</bdi></td></tr>`,
  )
  return html`<section aria-labelledby="against">
<h2 id="against">Against ${against.name}</h2>
<p>It would have named ${renderCount(there.named.calls)} of ${plural(figures.all.calls, 'call')} (${showShare(there.named.calls, figures.all.calls)}): ${plural(there.gained.calls, 'call')} gained, ${renderCount(there.lost.calls)} lost, ${renderCount(there.renamed.calls)} under another name.</p>
${renderTable(['Calls', 'Number', 'Change', 'Shown here', 'Shown there'], rows)}
</section>
`
}

function renderUnknown({ unknown }: Replay): Markup {
  if (unknown.length === 0) return html``
  const rows = unknown.map(
    ({ number, country, calls, reason }) =>
      html`<tr><td>${renderCount(calls)}</td><td>${showNumber(number)}</td><td>${country === null ? '' : showCountry(country)}</td><td>${titleOf(reason)}</td></tr>`,
  )
  return html`<section aria-labelledby="unknown">
<h2 id="unknown">The unknown numbers that call most</h2>
${renderTable(['Calls', 'Number', 'Country', 'Why'], rows)}
</section>
`
}

function renderDoubtful({ doubtful }: Replay): Markup {
  if (doubtful.length === 0) return html``
  const rows = doubtful.map(
    (caller) =>
      html`<tr><td>${renderCount(caller.calls)}</td><td>${showNumber(caller.number)}</td><td><bdi>${describeDoubt(caller)}</bdi></td><td><bdi>${caller.contacts.map(({ id, name }) => `${shortLine(name, 40)} (${shortLine(id, 40)})`).join(', ')}</bdi></td></tr>`,
  )
  return html`<section aria-labelledby="doubtful">
<h2 id="doubtful">Numbers for which a wrong name is possible</h2>
${renderTable(['Calls', 'Number', 'Shown', 'Contacts'], rows)}
</section>
`
}

function renderRepairs({ contacts, figures }: Replay): Markup {
  if (contacts === null || contacts.repairable === 0) return html``
  const { repairs, repairable, gained, fixed } = contacts
  const rows = repairs.map(
    (repair) => html`<tr><td>${renderCount(repair.calls)}</td><td><bdi>${describeRepair(repair)}</bdi></td></tr>`,
  )
  return html`<section aria-labelledby="repairs">
<h2 id="repairs">Repairs, by the calls that they would have named</h2>
<p>On phones that read only numbers such as +353871234567, ${plural(repairable, 'certain repair')} would have named ${renderCount(gained.calls)} more of ${plural(figures.all.calls, 'call')}.${fixed === null ? '' : html` They are written in <bdi>${shortLine(fixed, 80)}</bdi>.`}</p>
${renderTable(['Calls', 'Cell and repair'], rows)}
</section>
`
}

function renderCorrections({ corrections }: Replay): Markup {
  if (corrections.length === 0) return html``
  const rows = corrections.map(
    ({ calls, name, row, id, header, value, reason }) =>
      html`<tr><td>${renderCount(calls)}</td><td><bdi>${shortLine(name, 60)}</bdi></td><td>${row === null ? `record ${shortLine(id, 40)}` : `row ${renderCount(row)}`}, <bdi>${shortLine(header, 40)}</bdi></td><td class="value"><bdi>${shortLine(value, 60)}</bdi></td><td>${REJECTION_SENTENCES[reason]}</td></tr>`,
  )
  return html`<section aria-labelledby="corrections">
<h2 id="corrections">To be corrected in the CRM, by the calls that may have been named</h2>
${renderTable(['Calls', 'Contact', 'Where', 'Cell', 'Why it cannot be read'], rows)}
</section>
`
}

function renderTable(headers: readonly string[], rows: readonly Markup[]): Markup {
  return html`<table class="${trusted('calls')}"><thead><tr>${headers.map((header) => html`<th scope="col">${header}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`
}
