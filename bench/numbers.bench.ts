// Claim: parseNumber reads a mixed corpus at least 30 times as fast as libphonenumber-js/max parses and validates it.
// All in one process and on the same texts; first the cost of starting, while nothing is loaded yet.
import { performance } from 'node:perf_hooks'
import type { CountryCode } from 'libphonenumber-js'
import { Bench } from 'tinybench'
import { buildCorpus, type CorpusEntry } from './number-corpus.ts'

const SEED = Number(process.argv[2] ?? 1)
const CORPUS_SIZE = 2000

type Read = (text: string, region: CountryCode | null) => unknown

async function timed<Result>(name: string, run: () => Result | Promise<Result>): Promise<Result> {
  const start = performance.now()
  const result = await run()
  console.log(`${name.padEnd(64)} ${(performance.now() - start).toFixed(1).padStart(7)} ms`)
  return result
}

console.log(`Node ${process.version}, seed ${SEED}\n\nStart-up`)
const max = await timed('load libphonenumber-js/max', () => import('libphonenumber-js/max'))
const { parseNumber, regions } = await timed('load parseNumber on top of it', () => import('../src/core/number.ts'))
await timed('first number of +353', () => parseNumber('+353871234567', null))
await timed('first number of +1, 25 countries', () => parseNumber('+12015550123', null))
await timed('first number of every other country', () => regions().map((region) => parseNumber('0201234567', region)))
const min = await import('libphonenumber-js/min')

const corpus = buildCorpus(CORPUS_SIZE, SEED)

function libraryReader({ parsePhoneNumberWithError }: typeof max | typeof min): Read {
  return (text, region) => {
    try {
      const number = parsePhoneNumberWithError(text, region === null ? {} : { defaultCountry: region })
      return number.isValid() ? number.number : null
    } catch {
      return null
    }
  }
}

/** Every rival reads the same corpus. google-libphonenumber and awesome-phonenumber go here when installed. */
const RIVALS: Readonly<Record<string, Read>> = {
  parseNumber: (text, region) => parseNumber(text, region),
  'libphonenumber-js/max': libraryReader(max),
  'libphonenumber-js/min': libraryReader(min),
}

for (const [kind, entries] of [['mixed', corpus] as const, ...byKind(corpus)]) {
  const bench = new Bench({ time: kind === 'mixed' ? 2000 : 300, warmupTime: 300 })
  for (const [name, read] of Object.entries(RIVALS)) {
    bench.add(name, () => {
      for (const { text, region } of entries) read(text, region)
    })
  }
  await bench.run()
  report(kind, entries.length, bench)
}

function byKind(entries: readonly CorpusEntry[]): [string, CorpusEntry[]][] {
  const kinds = new Set(entries.map(({ kind }) => kind))
  return [...kinds].map((kind) => [kind, entries.filter((entry) => entry.kind === kind)])
}

function report(kind: string, count: number, bench: Bench) {
  const perNumber = (milliseconds: number) => Math.round((milliseconds * 1e6) / count)
  const median = (name: string) => {
    const result = bench.getTask(name)?.result
    return result?.state === 'completed' ? result.latency.p50 : Number.NaN
  }
  console.log(`\n${kind}: ${count} texts`)
  for (const name of Object.keys(RIVALS)) {
    const ratio = median(name) / median('parseNumber')
    console.log(`  ${name.padEnd(24)} ${String(perNumber(median(name))).padStart(7)} ns a number  ${ratio.toFixed(1)}x`)
  }
}
