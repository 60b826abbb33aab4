// npx tsx test/native/dialled.run.ts [cases] [seed]: dial strings with what TypeScript makes of them, a line each, for the
// phones' readers to be compared with: text, country or nothing, E.164 or nothing, with tabs between.
import { openChance, pick } from '../../src/core/chance.ts'
import { parseNumber, regions } from '../../src/core/number/number.ts'
import { numberCases } from '../core/number/cases.ts'

const [cases = 200_000, seed = 1] = process.argv.slice(2).map(Number)
const chance = openChance(seed)
const places = regions()
const lines: string[] = []

function anyDigits(): { text: string; region: string | null } {
  const length = Math.floor(chance() * 23)
  const digits = Array.from({ length }, () => Math.floor(chance() * 10)).join('')
  return { text: `${pick(['', '', '+', '0', '00'], chance)}${digits}`, region: pick([null, ...places], chance) }
}

while (lines.length < cases) {
  const dialled = numberCases(chance).filter(({ text }) => /^\+?\d+$/.test(text))
  for (const { text, region } of [...dialled, anyDigits()]) {
    const number = parseNumber(text, region)
    lines.push([text, region ?? '', number.kind === 'number' ? number.e164 : ''].join('\t'))
  }
}
process.stdout.write(`${lines.slice(0, cases).join('\n')}\n`)
