// A replay for a person at a terminal: figures, bars and what to do next, on lines that fit it. Pure.
import { renderBar, type Style, widthFor } from '../../check/bar.ts'
import { showCountry, showShare } from '../../check/report/shown.ts'
import { REJECTION_SENTENCES } from '../../core/number/reading.ts'
import { plural, renderCount } from '../../text/count.ts'
import { shortLine } from '../../text/safe.ts'
import { cut, wrap } from '../../text/width.ts'
import type { Change } from '../change.ts'
import type { ReasonAmount } from '../figures.ts'
import type { Replay } from '../job.ts'
import { titleOf } from '../reasons.ts'
import {
  callersOf,
  callsOf,
  describeDoubt,
  describeLeftOut,
  describeLog,
  describeRepair,
  listNotices,
  shareOf,
  showNumber,
} from './words.ts'

export interface ReplayStyle extends Style {
  /** A reason in a sentence with its fix; '' where nothing is to be said beyond its title. */
  readonly explain: (reason: ReasonAmount) => string
  /** The command that writes the repairs; null where they cannot be written, or were. */
  readonly fixCommand: string | null
}

/** The lines of a replay; none is wider than the terminal, but for a command. */
export function renderReplay(replay: Replay, given: ReplayStyle): string[] {
  const style = { ...given, width: widthFor(given.width) }
  const { painter, width } = style
  const { figures } = replay
  return [
    ...replay.logs.flatMap((log) => wrap(describeLog(log), width)),
    ...wrap(describeLeftOut(figures), width).filter((line) => line !== ''),
    '',
    painter.strong('Calls and callers that this phone would have named'),
    renderBar({ label: 'calls', count: figures.named.calls, of: figures.all.calls, colour: painter.good }, style),
    renderBar({ label: 'callers', count: figures.named.callers, of: figures.all.callers, colour: painter.good }, style),
    ...renderExport(replay, style),
    ...renderReasons(replay, true, style),
    ...renderReasons(replay, false, style),
    ...renderAgainst(replay, style),
    ...renderUnknown(replay, style),
    ...renderDoubtful(replay, style),
    ...renderRepairs(replay, style),
    ...renderCorrections(replay, style),
    ...renderMonths(replay, style),
    ...listNotices(replay).flatMap((notice) => ['', ...wrap(`Note: ${notice}`, width).map(painter.dim)]),
  ]
}

function renderExport({ contacts, figures }: Replay, style: ReplayStyle): string[] {
  if (contacts === null) return []
  const { before, after } = contacts.figures
  const { painter } = style
  const of = figures.all.calls
  return [
    painter.strong('Calls that any phone would have named from these contacts'),
    renderBar({ label: 'file as it is', count: before.calls, of, colour: painter.dim }, style),
    renderBar({ label: 'file repaired', count: after.calls, of, colour: painter.good }, style),
  ]
}

function renderReasons({ figures }: Replay, isNamed: boolean, style: ReplayStyle): string[] {
  const reasons = figures.reasons.filter((each) => each.isNamed === isNamed)
  if (reasons.length === 0) return []
  const { painter, width } = style
  const longest = Math.max(...reasons.map(({ calls }) => calls))
  const lines = reasons.flatMap((each) => {
    const remark = callersOf(each)
    const colour = isNamed ? painter.good : painter.warn
    const bar = renderBar(
      { label: titleOf(each.reason), count: each.calls, of: longest, colour, remark, indent: 28 },
      style,
    )
    const why = isNamed ? '' : style.explain(each)
    return [bar, ...(why === '' ? [] : wrap(why, width - 4).map((line) => `    ${painter.dim(line)}`))]
  })
  return [
    '',
    painter.strong(isNamed ? 'Calls that would have been named' : 'Calls that would not have been named'),
    ...lines,
  ]
}

const CHANGES: readonly (readonly [Exclude<Change, 'same'>, string])[] = [
  ['gained', 'named only there'],
  ['lost', 'named only here'],
  ['renamed', 'another name there'],
]

function renderAgainst({ against, figures }: Replay, style: ReplayStyle): string[] {
  const there = figures.against
  if (against === null || there === null) return []
  const { painter, width } = style
  const of = figures.all.calls
  const bars = CHANGES.map(([change, label]) => {
    const remark = plural(there[change].callers, 'caller')
    return renderBar({ label, count: there[change].calls, of, colour: painter.warn, remark }, style)
  })
  const callers = against.changed.map(({ number, change, calls, shown, shownAgainst }) => {
    const text = `${change}: ${showNumber(number)}, ${plural(calls, 'call')}: ${shortLine(shown ?? 'nobody', 30)} → ${shortLine(shownAgainst ?? 'nobody', 30)}`
    return `    ${painter.dim(cut(text, width - 4))}`
  })
  return [
    '',
    painter.strong(cut(`Against ${against.name}`, width)),
    ...wrap(
      `It would have named ${shareOf(there.named.calls, of, 'call')}, from ${plural(there.named.callers, 'caller')}.`,
      width,
    ),
    ...bars,
    ...callers,
  ]
}

function renderUnknown({ unknown }: Replay, style: ReplayStyle): string[] {
  if (unknown.length === 0) return []
  const { painter } = style
  const longest = unknown[0]?.calls ?? 0
  const lines = unknown.map(({ number, country, calls }) => {
    const remark = country === null ? '' : showCountry(country)
    return renderBar({ label: showNumber(number), count: calls, of: longest, colour: painter.warn, remark }, style)
  })
  return ['', painter.strong('The unknown numbers that call most'), ...lines]
}

function renderDoubtful({ doubtful }: Replay, { painter, width }: ReplayStyle): string[] {
  if (doubtful.length === 0) return []
  const lines = doubtful.map(
    (caller) => `  ${cut(`${showNumber(caller.number)}, ${callsOf(caller)}: ${describeDoubt(caller)}`, width - 2)}`,
  )
  return ['', painter.strong('Numbers for which a wrong name is possible'), ...lines]
}

function renderRepairs({ contacts, figures }: Replay, { painter, width, fixCommand }: ReplayStyle): string[] {
  if (contacts === null || contacts.repairable === 0) return []
  const { repairs, repairable, gained, fixed } = contacts
  const lines = repairs.map((repair) => `  ${cut(`${callsOf(repair)}: ${describeRepair(repair)}`, width - 2)}`)
  const more = repairable - repairs.length
  const gain = `${renderCount(gained.calls)} more of ${plural(figures.all.calls, 'call')} (${showShare(gained.calls, figures.all.calls)})`
  const sum = `On phones that read only numbers such as +353871234567, ${plural(repairable, 'certain repair')} would have named ${gain}.`
  return [
    '',
    painter.strong('Repairs, by the calls that they would have named'),
    ...lines,
    ...(more > 0 ? [`  ${painter.dim(`and ${renderCount(more)} more`)}`] : []),
    ...wrap(sum, width),
    ...(fixed === null
      ? []
      : wrap(`Wrote ${shortLine(fixed, 80)} with just these repairs, and read it back.`, width).map(painter.good)),
    ...(fixed === null && fixCommand !== null
      ? ['To write a copy of the export with just these:', `  ${fixCommand}`]
      : []),
  ]
}

function renderCorrections({ corrections }: Replay, { painter, width }: ReplayStyle): string[] {
  if (corrections.length === 0) return []
  const lines = corrections.map(({ calls, name, row, id, header, value, reason }) => {
    const where = row === null ? `record ${id}` : `row ${renderCount(row)}`
    const cell = `${where}, ${shortLine(name, 30)}, ${shortLine(header, 30)}: "${shortLine(value, 40)}"`
    return `  ${cut(`${plural(calls, 'call')}: ${cell}: ${REJECTION_SENTENCES[reason]}`, width - 2)}`
  })
  return ['', painter.strong('To be corrected in the CRM, by the calls that may have been named'), ...lines]
}

const MOST_MONTHS = 24

function renderMonths({ figures }: Replay, style: ReplayStyle): string[] {
  const months = new Map<string, { calls: number; named: number }>()
  for (const { day, calls, named } of figures.days) {
    const sum = months.get(day.slice(0, 7)) ?? { calls: 0, named: 0 }
    months.set(day.slice(0, 7), { calls: sum.calls + calls, named: sum.named + named })
  }
  if (months.size < 2) return []
  const { painter } = style
  const lines = [...months].slice(-MOST_MONTHS).map(([month, { calls, named }]) => {
    const remark = `of ${renderCount(calls)}, ${showShare(named, calls)}`
    return renderBar({ label: month, count: named, of: calls, colour: painter.good, remark, indent: 10 }, style)
  })
  return ['', painter.strong('Named calls by month'), ...lines]
}
