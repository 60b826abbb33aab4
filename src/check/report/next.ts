// What to do after a check: a sentence, and the check that does it. Knows nothing of where they are shown, nor of commands.

import type { FindingCode } from '../../core/finding.ts'
import { plural } from '../../text/count.ts'
import type { CheckSummary } from '../file.ts'
import type { NextCheck } from '../job.ts'
import { remaining } from '../summary.ts'
import { showCountry, showValue } from './shown.ts'

export interface NextStep {
  readonly sentence: string
  /** The check that does it; null when there is nothing to run. */
  readonly next: NextCheck | null
}

/** The command for a check, as it is typed in a POSIX shell. */
export type CommandFor = (next: NextCheck) => string

/**
 * The most useful step first; none when nothing is the matter.
 *
 * @param file as it is called where the steps are shown
 */
export function nextSteps(summary: CheckSummary, file = summary.file): NextStep[] {
  return [
    ...stateRegion(summary, file),
    ...nameCountry(summary),
    ...repair(summary, file),
    ...exportAgain(summary),
    ...askPeople(summary),
  ]
}

function stateRegion(summary: CheckSummary, file: string): NextStep[] {
  const count = countOf(summary, 'no-country')
  if (count === 0 || summary.region !== null) return []
  const [them, its] = count === 1 ? ['One number has', 'its'] : [`${plural(count, 'number')} have`, 'their']
  // The likeliest is that of most of the others.
  const region = summary.countries.find((each) => each.country !== null)?.country ?? 'IE'
  const sentence = `${them} no country. If you know ${its} country, state it and check again, for example with ${showCountry(region)}:`
  return [{ sentence, next: { file, region, fix: null } }]
}

function nameCountry({ codes }: CheckSummary): NextStep[] {
  const found = codes.find(({ code }) => code === 'unknown-country')
  if (found === undefined) return []
  const stated = found.examples[0]?.finding.detail.stated
  const example = stated === undefined ? '' : `, such as "${showValue(stated)}"`
  const sentence = `${plural(found.count, 'number')} cannot be read because the country of the contact is not known${example}: write it as a name or code, such as Ireland or IE, and check again.`
  return [{ sentence, next: null }]
}

function repair({ region, repairs, isRepaired }: CheckSummary, file: string): NextStep[] {
  if (repairs === 0 || isRepaired) return []
  const sentence = `Write a copy of the file with ${plural(repairs, 'repaired cell')} and no other change, and import it into the CRM:`
  return [{ sentence, next: { file, region, fix: nameRepaired(file) } }]
}

function exportAgain(summary: CheckSummary): NextStep[] {
  const count = countOf(summary, 'precision-lost') + countOf(summary, 'date')
  if (count === 0) return []
  const sentence = `${plural(count, 'number')} lost digits in a spreadsheet: export the file again, and check it before you open it in a spreadsheet.`
  return [{ sentence, next: null }]
}

function askPeople(summary: CheckSummary): NextStep[] {
  if (remaining(summary, 'error') === 0) return []
  const sentence = 'The file alone does not tell how to repair the errors: correct them in the CRM.'
  return [{ sentence, next: null }]
}

function countOf({ codes }: CheckSummary, code: FindingCode): number {
  return codes.find((each) => each.code === code)?.count ?? 0
}

/** `contacts.csv` → `contacts-repaired.csv` */
function nameRepaired(file: string): string {
  if (file === '-') return 'repaired.csv'
  return file.replace(/(?:\.[^./\\]+(?:\.gz)?)?$/i, '-repaired$&')
}
