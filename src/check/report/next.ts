// What to do after a check: a sentence and the command for it. Knows nothing of where they are shown.

import type { FindingCode } from '../../core/finding.ts'
import { plural } from '../../text/count.ts'
import { quoteForShell } from '../../text/safe.ts'
import type { CheckSummary } from '../file.ts'
import { showCountry, showValue } from './shown.ts'

export interface NextStep {
  readonly sentence: string
  /** To be typed as it is in a POSIX shell; null when there is nothing to run. */
  readonly command: string | null
}

/** How the check was asked for, so that the next command says it again. */
export interface Asked {
  readonly file: string
  /** What was stated of the columns: ` --phone Handy`; else ''. */
  readonly options: string
}

/**
 * The most useful step first; none when nothing is the matter.
 *
 * @param asked unless stated, by the file's name alone
 */
export function nextSteps(summary: CheckSummary, asked: Asked = { file: summary.file, options: '' }): NextStep[] {
  return [
    ...stateRegion(summary, asked),
    ...nameCountry(summary),
    ...repair(summary, asked),
    ...exportAgain(summary),
    ...askPeople(summary),
  ]
}

function stateRegion(summary: CheckSummary, { file, options }: Asked): NextStep[] {
  const count = countOf(summary, 'no-country')
  if (count === 0 || summary.region !== null) return []
  const them = count === 1 ? 'One number has' : `${plural(count, 'number')} have`
  // The likeliest is that of most of the others.
  const country = summary.countries.find((each) => each.country !== null)?.country ?? 'IE'
  const sentence = `${them} no country. If you know it, state it, here for ${showCountry(country)}, and check again.`
  return [{ sentence, command: `ringsight check ${quoteForShell(file)}${options} --region ${country}` }]
}

function nameCountry({ codes }: CheckSummary): NextStep[] {
  const found = codes.find(({ code }) => code === 'unknown-country')
  if (found === undefined) return []
  const stated = found.examples[0]?.finding.detail.stated
  const example = stated === undefined ? '' : `, such as "${showValue(stated)}"`
  const sentence = `${plural(found.count, 'number')} cannot be read for want of a country that is known${example}: write it as a name or code, such as Ireland or IE, and check again.`
  return [{ sentence, command: null }]
}

function repair({ region, repairs, isRepaired }: CheckSummary, { file, options }: Asked): NextStep[] {
  if (repairs === 0 || isRepaired) return []
  const stated = region === null ? '' : ` --region ${region}`
  const command = `ringsight check ${quoteForShell(file)}${options}${stated} --fix ${quoteForShell(nameRepaired(file))}`
  const sentence = `Write the file again with ${plural(repairs, 'repaired cell')} and nothing else changed, and import it into the CRM.`
  return [{ sentence, command }]
}

function exportAgain(summary: CheckSummary): NextStep[] {
  const count = countOf(summary, 'precision-lost') + countOf(summary, 'date')
  if (count === 0) return []
  const sentence = `${plural(count, 'number')} lost digits in a spreadsheet: export the file again and check it before a spreadsheet opens it.`
  return [{ sentence, command: null }]
}

function askPeople({ findings }: CheckSummary): NextStep[] {
  if (findings.error === 0) return []
  const sentence = 'What is marked as an error cannot be repaired from the file alone: correct it in the CRM.'
  return [{ sentence, command: null }]
}

function countOf({ codes }: CheckSummary, code: FindingCode): number {
  return codes.find((each) => each.code === code)?.count ?? 0
}

/** `contacts.csv` → `contacts-repaired.csv` */
function nameRepaired(file: string): string {
  if (file === '-') return 'repaired.csv'
  return file.replace(/(?:\.[^./\\]+(?:\.gz)?)?$/i, '-repaired$&')
}
