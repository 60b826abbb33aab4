// Sentences about a replay that a terminal and a page have in common. Pure.

import { showShare } from '../../check/report/shown.ts'
import { FINDINGS } from '../../core/finding.ts'
import { formatNumber } from '../../core/number/number.ts'
import { plural, renderCount } from '../../text/count.ts'
import { shortLine } from '../../text/safe.ts'
import type { CallerLine, DoubtfulCaller } from '../callers-list.ts'
import type { RankedRepair } from '../export-audit.ts'
import type { ReasonAmount, ReplayFigures } from '../figures.ts'
import type { ReadLog, Replay } from '../job.ts'
import { LEFT_OUT_NAMES } from '../past-call.ts'

/** `calls.xml: SMS Backup & Restore; number from number, time from date, direction from type; 812 calls in 1,204 rows` */
export function describeLog({ file, program, columns, rows, played }: ReadLog): string {
  const { number, time, direction } = columns
  const parts = [
    `number from ${shortLine(number, 40)}`,
    time.length === 0 ? 'no time' : `time from ${time.map((each) => shortLine(each, 40)).join(' and ')}`,
    ...(direction === null ? [] : [`direction from ${shortLine(direction, 40)}`]),
  ]
  const source = program ?? 'columns as stated'
  return `${file}: ${source}; ${parts.join(', ')}; ${plural(played, 'incoming call')} in ${plural(rows, 'row')}`
}

/** `Not played: 380 outgoing calls, 12 calls within the house.`; '' where all rows were. */
export function describeLeftOut({ leftOut }: ReplayFigures): string {
  const parts = leftOut.map(({ reason, rows }) => plural(rows, ...LEFT_OUT_NAMES[reason]))
  return parts.length === 0 ? '' : `Not played: ${parts.join(', ')}.`
}

/** What is to be known of how the replay went, as sentences. */
export function listNotices({ figures, notices, isComplete }: Replay): string[] {
  const { undated, days, isEveryCallerCounted } = figures
  const isDated = days.length > 0
  return [
    ...(isComplete ? [] : ['The replay was interrupted: these are its figures so far.']),
    ...notices,
    ...(isDated && undated > 0 ? [`The log does not say the day of ${plural(undated, 'call')}.`] : []),
    ...(isDated || undated === 0 ? [] : ['The log does not say on which days the calls were.']),
    ...(isEveryCallerCounted
      ? []
      : ['More numbers called than can be told apart: the further ones are counted as calls, not as callers.']),
  ]
}

/** A number as people read it; a text that is none as it stands. */
export function showNumber(number: string): string {
  return shortLine(number.startsWith('+') ? formatNumber(number) : number, 40)
}

/** `shows Anna Byrne, one of 3 contacts with the number` */
export function describeDoubt({ doubt, shown, contacts }: DoubtfulCaller): string {
  const name = shortLine(contacts[0]?.name ?? shown, 60)
  if (doubt === 'two-spellings') return `shows ${name}, by another spelling of the line`
  return `shows ${name}, one of ${plural(contacts.length, 'contact')} with the number`
}

/** `12 callers`; '' where the calls have no number, and so no caller. */
export function callersOf({ callers }: Pick<ReasonAmount, 'callers'>): string {
  return callers === 0 ? '' : plural(callers, 'caller')
}

/** `row 12, Phone Number: "087 123 4567" → +353871234567 (national form)` */
export function describeRepair({ row, header, value, repair, codes }: RankedRepair): string {
  const titles = codes.map((code) => FINDINGS[code].title).join(', ')
  return `row ${renderCount(row)}, ${shortLine(header, 40)}: "${shortLine(value, 60)}" → ${shortLine(repair, 40)} (${titles})`
}

/** `812 of 1,204 calls (67 %)` */
export function shareOf(part: number, whole: number, noun: string): string {
  return `${renderCount(part)} of ${plural(whole, noun)} (${showShare(part, whole)})`
}

/** How many calls a caller made. */
export function callsOf({ calls }: Pick<CallerLine, 'calls'>): string {
  return plural(calls, 'call')
}
