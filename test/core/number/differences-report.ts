// Counts the classes of differences over seeded cases, and writes them as the Markdown that people read. Decides nothing
// about a single case; knows nothing of files.
import { openChance } from '../../../src/core/chance.ts'
import { numberCases } from './cases.ts'
import { CLASSES, compare, type Difference } from './differences.ts'
import { summary } from './google.ts'
import { CHANGED_RANGES, type ChangedRange, RELEASES } from './releases.ts'

export interface Tally {
  readonly cases: number
  readonly seed: number
  readonly different: number
  /** By class; a case that needs two classes counts in both. */
  readonly counts: ReadonlyMap<string, number>
  /** By class, the first few that need no other class. */
  readonly examples: ReadonlyMap<string, readonly Difference[]>
  readonly unexplained: readonly Difference[]
}

const EXAMPLES = 3

/** Compares that many cases of a seed. */
export function tallyDifferences(cases: number, seed: number): Tally {
  const chance = openChance(seed)
  const counts = new Map(CLASSES.map(({ id }) => [id, 0]))
  const examples = new Map(CLASSES.map(({ id }) => [id, [] as Difference[]]))
  const unexplained: Difference[] = []
  let different = 0
  for (let done = 0; done < cases; ) {
    for (const each of numberCases(chance).slice(0, cases - done)) {
      done += 1
      const { classes, ...difference } = compare(each)
      if (classes === null) unexplained.push(difference)
      if (classes?.length !== 0) different += 1
      for (const id of classes ?? []) counts.set(id, (counts.get(id) ?? 0) + 1)
      const [id = '', other] = classes ?? []
      if (other === undefined) keep(examples.get(id), difference)
    }
  }
  return { cases, seed, different, counts, examples, unexplained }
}

// One number is written in many ways one after the other: examples are of different countries.
function keep(examples: Difference[] | undefined, difference: Difference): void {
  const country = ({ ours, google }: Difference) => google.country ?? ours.country
  if (examples === undefined || examples.length >= EXAMPLES) return
  if (!examples.some((each) => country(each) === country(difference))) examples.push(difference)
}

/** One line for a case that no class explains. */
export function describe({ text, region, ours, google }: Difference): string {
  const reason = ours.rejection === null ? '' : `: ${ours.rejection}`
  return `${JSON.stringify(text)} under ${region}: ${summary(ours)}${reason}; google: ${summary(google)}`
}

/** The whole list, as Markdown. */
export function reportDifferences(tally: Tally): string {
  const { cases, seed, different, counts, unexplained } = tally
  const number = (value: number) => value.toLocaleString('en')
  const releases = Object.entries(RELEASES).map(([library, release]) => `${library} carries release ${release}`)
  return `# Where google-libphonenumber says something else

\`parseNumber\` says what libphonenumber-js/max says (\`npm run test:numbers\`). Google's own library is the second opinion: each
text is read by both, and E.164, country, extension, assigned or not, and rejection are compared. A difference falls into a
class by a rule in \`differences.ts\`; one that no rule explains fails the run. Written by
\`UPDATE=1 npm run test:oracle\`; do not edit it by hand.

${releases.join(', ')} of the numbering plans.

Of ${number(cases)} texts (seed ${seed}), ${number(cases - different)} are read alike, ${number(different)} differently, and \
${number(unexplained.length)} of these without explanation.

| class | texts |
|---|---:|
${CLASSES.map(({ id }) => `| ${id} | ${number(counts.get(id) ?? 0)} |`).join('\n')}

A text may need two classes, such as \`.0\` behind a number of an unlisted range; it is counted in both.

${CLASSES.map(({ id, why }) => section(id, why, tally.examples.get(id) ?? [])).join('\n')}
## The ranges that came or went

Between the two releases; \`9.0.42\` and the others are described at https://github.com/google/libphonenumber/releases.

| country | digits | beginning with | |
|---|---|---|---|
${CHANGED_RANGES.map(rangeRow).join('\n')}
`
}

function section(id: string, why: string, examples: readonly Difference[]): string {
  const rows = examples.map(({ text, region, ours, google }) => {
    const reason = ours.rejection === null ? '' : ` (${ours.rejection})`
    return `| \`${visible(text)}\` | ${region ?? 'none'} | ${summary(ours)}${reason} | ${summary(google)} |`
  })
  const table = ['| text | stated country | Ringsight | google |', '|---|---|---|---|', ...rows].join('\n')
  return `## ${sentence(id)}\n\n${why}\n\n${rows.length === 0 ? 'None among these texts.' : table}\n`
}

function rangeRow({ country, change, lengths, beginning }: ChangedRange): string {
  const ranges = beginning === '' ? 'any digits' : `\`${beginning.replaceAll('|', '`, `')}\``
  return `| ${country} | ${lengths.join(', ')} | ${ranges} | ${change} |`
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Invisible characters by their number; a cell of a table ends at a bar. */
function visible(text: string): string {
  return text
    .replace(
      /[\p{Cf}\u00a0]/gu,
      (mark) => `<U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
    )
    .replaceAll('|', '\\|')
}
