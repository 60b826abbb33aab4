// Who of the callers is worth a line: those that call most of a kind, with what the phone shows. Pure.
import { contactName } from '../core/contact.ts'
import { parseNumber } from '../core/number/number.ts'
import type { Place } from './callers.ts'
import { changeBetween } from './change.ts'
import type { Doubt, Judge, Judged } from './judge.ts'
import { pastLine } from './past-call.ts'
import type { Outcome, Tally } from './tally.ts'

export interface CallerLine {
  /** E.164, or the text that is none. */
  readonly number: string
  /** ISO 3166-1 alpha-2; null for none, or no single one. */
  readonly country: string | null
  readonly calls: number
  readonly reason: Judged['reason']
}

/** A caller for whom a wrong name is possible. */
export interface DoubtfulCaller extends CallerLine {
  readonly doubt: Doubt
  /** What is shown. */
  readonly shown: string
  /** The contacts that have the number, the one that is shown first: record id and name. */
  readonly contacts: readonly { readonly id: string; readonly name: string }[]
}

/** A caller whom the other setting changes something for. */
export interface ChangedCaller extends CallerLine {
  readonly change: 'gained' | 'lost' | 'renamed'
  readonly shown: string | null
  readonly shownAgainst: string | null
}

/** The callers whose outcome fits and who call most, the most first; as many calls in the order in which they came. */
export function topPlaces({ callers, outcomes }: Tally, most: number, fits: (outcome: Outcome) => boolean): Place[] {
  const isFit = outcomes.map(fits)
  const top: Place[] = []
  const { calls, verdicts } = callers
  for (let place = 0; place < callers.count(); place += 1) {
    if (isFit[verdicts.at(place) - 1] !== true) continue
    const count = calls.at(place)
    if (top.length === most && count <= calls.at(top[most - 1] as Place)) continue
    let at = top.length
    while (at > 0 && calls.at(top[at - 1] as Place) < count) at -= 1
    top.splice(at, 0, place)
    if (top.length > most) top.pop()
  }
  return top
}

/** The numbers that nobody has, by how often they called. */
export function listUnknown(tally: Tally, judge: Judge, most: number): CallerLine[] {
  return topPlaces(tally, most, ({ kind }) => kind === 'unknown').map((place) => lineAt(tally, judge, place).line)
}

/** Of each reason for which no name was shown, the callers that call most. */
export function listUnnamed(tally: Tally, judge: Judge, most: number): CallerLine[] {
  const reasons = new Set(tally.outcomes.flatMap(({ isNamed, reason }) => (isNamed ? [] : [reason])))
  return [...reasons].flatMap((reason) =>
    topPlaces(tally, most, (outcome) => !outcome.isNamed && outcome.reason === reason).map(
      (place) => lineAt(tally, judge, place).line,
    ),
  )
}

/** The numbers for which a wrong name is possible, by how often they called. */
export function listDoubtful(tally: Tally, judge: Judge, most: number): DoubtfulCaller[] {
  return topPlaces(tally, most, ({ doubt }) => doubt !== null).flatMap((place) => {
    const { line, judged } = lineAt(tally, judge, place)
    const { caller, doubt, label } = judged
    if (doubt === null || label === null) return []
    const shown = caller.kind === 'known' || caller.kind === 'shared' ? [caller.match.contact] : []
    const others = caller.kind === 'shared' ? caller.others : []
    const contacts = [...shown, ...others]
      .slice(0, MOST_CONTACTS)
      .map((each) => ({ id: each.id, name: contactName(each) }))
    return [{ ...line, doubt, shown: label, contacts }]
  })
}

const MOST_CONTACTS = 20

/** Whom the other setting changes something for, by how often they called. */
export function listChanged(tally: Tally, judge: Judge, against: Judge, most: number): ChangedCaller[] {
  const kinds = ['gained', 'lost', 'renamed'] as const
  return kinds.flatMap((change) =>
    topPlaces(tally, most, (outcome) => outcome.change === change).map((place) => {
      const { line } = lineAt(tally, judge, place)
      const past = pastLine(line.number)
      // On another day another contact may have been held.
      const days = [null, '', ...judge.turns(past), ...against.turns(past)]
      const both = days.map((day) => [judge(past, day), against(past, day)] as const)
      const [here, there] = both.find(([one, other]) => changeBetween(one, other) === change) ?? both[0] ?? []
      return { ...line, change, shown: here?.label ?? null, shownAgainst: there?.label ?? null }
    }),
  )
}

function lineAt({ callers, outcomes }: Tally, judge: Judge, place: Place): { line: CallerLine; judged: Judged } {
  const number = callers.textAt(place)
  const judged = judge(pastLine(number))
  const read = parseNumber(number, null)
  const country = read.kind === 'number' ? read.country : null
  const reason = outcomes[callers.verdicts.at(place) - 1]?.reason ?? judged.reason
  return { line: { number, country, calls: callers.calls.at(place), reason }, judged }
}
