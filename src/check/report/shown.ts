// How the texts and figures of a check are shown in a report: cut to a length, and with what nobody can see made visible.
// Knows nothing of any kind of report.

import { FINDINGS } from '../../core/finding.ts'
import { plural, renderCount } from '../../text/count.ts'
import { shortLine } from '../../text/safe.ts'
import type { BaselineSummary } from '../baseline.ts'
import type { CheckSummary, PlacedFinding } from '../file.ts'

const LONGEST_VALUE = 120
const LONGEST_NAME = 80
const LONGEST_SENTENCE = 400

// Everything that safeLine would take away, and every space that is none of the keyboard's.
const UNSEEN = /(?! )(?:[\p{C}\p{Z}\u115f\u1160\u3164\uffa0]|[\ufe00-\ufe0f\u{1f3fb}-\u{1f3ff}\u20e3]|\u034f)/gu

// A cell as nearly all are, of which nothing is to be made visible: it is asked of each of millions.
const SEEN = /^(?:[!-~]+(?: [!-~]+)*)?$/

/** A cell on one line, with the characters that nobody can see by their names: `+353[U+200B]87`. Line breaks show as ↵. */
export function showValue(value: string): string {
  if (value.length <= LONGEST_VALUE && SEEN.test(value)) return value
  const text = value.slice(0, LONGEST_VALUE * 16).replace(/\r\n|[\n\r]/g, '↵')
  return shortLine(text.replace(UNSEEN, nameOf).replace(/ {2,}/g, namesOf).replace(/^ | $/g, nameOf), LONGEST_VALUE)
}

function nameOf(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
}

function namesOf(characters: string): string {
  return [...characters].map(nameOf).join('')
}

/** A header, an id or a file's name on one line. */
export function showName(text: string): string {
  return shortLine(text, LONGEST_NAME)
}

/** The sentence of a finding on one line; headers may be in it. */
export function showSentence(sentence: string): string {
  return shortLine(sentence, LONGEST_SENTENCE)
}

/** As much of a finding as is shown: what a report holds must not grow with the cells of the file. */
export function shortenFinding({ id, name, value, sentence, finding, ...where }: PlacedFinding): PlacedFinding {
  return {
    ...where,
    ...(name && { name: showName(name) }),
    id: id === null ? null : showName(id),
    value: showValue(value),
    finding: { ...finding, detail: {} },
    sentence: showSentence(sentence),
  }
}

/** What the sentence of a finding says beyond what is said of its code anyway. */
export function showFacts({ finding, sentence }: PlacedFinding): string {
  const common = FINDINGS[finding.code].sentence
  return showSentence(sentence.startsWith(common) ? sentence.slice(common.length) : sentence)
}

/** `62 %`, `0.4 %`; never 0 % of something and never 100 % of less than all. */
export function showShare(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (part / whole) * 100
  const digits = share < 1 || share > 99 ? 1 : 0
  const shown = Number(share.toFixed(digits))
  if (shown === 0 && part > 0) return 'under 0.1 %'
  return shown === 100 && part < whole ? 'over 99.9 %' : `${shown} %`
}

/** What is to be known of how the check went, as sentences. */
export function listNotices({ isComplete, allNumbersCompared, baseline, notices }: CheckSummary): string[] {
  return [
    ...(baseline === null ? [] : [describeBaseline(baseline)]),
    ...(isComplete ? [] : ['The check was interrupted: these are its figures so far.']),
    ...notices,
    ...(allNumbersCompared
      ? []
      : ['The file holds too many numbers to compare them all: some repetitions are missing.']),
  ]
}

/** What a baseline makes of the findings, in sentences. */
export function describeBaseline({ file, known, fresh, mended, examples, isUpdated }: BaselineSummary): string {
  const count = fresh.error + fresh.warning + fresh.note
  const of = (['error', 'warning', 'note'] as const).flatMap((each) =>
    fresh[each] === 0 ? [] : [plural(fresh[each], each)],
  )
  const found =
    count === 0 ? 'none is new' : `${renderCount(count)} ${count === 1 ? 'is' : 'are'} new (${of.join(', ')})`
  const first = examples.map(
    ({ contact, code }) => `${contact === null ? '' : `${showName(contact)}: `}${FINDINGS[code].title}`,
  )
  const gone =
    mended === 0 ? '' : ` ${plural(mended, 'finding is', 'findings are')} mended, such as ${first.join('; ')}.`
  const written = isUpdated ? ' It is written anew.' : ''
  return `Baseline ${showName(file)}: ${plural(known, 'finding is', 'findings are')} known, and ${found}.${gone}${written}`
}

/** A group by its name: what is empty, and all further ones, have words. */
export function describeGroup(name: string | null): string {
  return name === null ? 'all others' : showName(name) || '(empty)'
}

/** How many of the contacts a phone holds. */
export function describeLimit({ contacts, limit }: CheckSummary): string {
  const held = `HubSpot's own app holds ${plural(limit.contacts, 'contact')} on a phone (the profile article)`
  if (!limit.isExceeded) return `${held}: all of these fit.`
  return `${held}: ${renderCount(contacts - limit.contacts)} of these ${renderCount(contacts)} do not fit.`
}

const COUNTRIES = new Intl.DisplayNames('en', { type: 'region' })

/** `Ireland`; null stands for numbers of no single country. */
export function showCountry(country: string | null): string {
  return country === null ? 'No single country' : (COUNTRIES.of(country) ?? country)
}

/** The address of a record; null where it has no id, or the finding may not tell it. @param url with {id} in it */
export function recordLink(id: string | null, url: string | null): string | null {
  return url === null || id === null || id === '' || id === '…' ? null : url.replaceAll('{id}', encodeURIComponent(id))
}
