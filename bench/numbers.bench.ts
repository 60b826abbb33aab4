// Claim: parseNumber reads a mixed corpus at least 30 times as fast as libphonenumber-js/max parses and validates it.
// npm run bench:numbers [seed]. Everything in one process, on the same texts; first what starting costs.
import { performance } from 'node:perf_hooks'
import type { CountryCode } from 'libphonenumber-js'
import { Bench } from 'tinybench'

const SEED = Number(process.argv[2] ?? 1)
const CORPUS_SIZE = 2000
const ROUNDS = 9

type Read = (text: string, region: CountryCode | null) => unknown

async function timed<Result>(name: string, run: () => Result | Promise<Result>): Promise<Result> {
  const start = performance.now()
  const result = await run()
  console.log(`  ${name.padEnd(40)} ${(performance.now() - start).toFixed(1).padStart(7)} ms`)
  return result
}

console.log(`Node ${process.version}, seed ${SEED}\n\nstart-up`)
const max = await timed('load libphonenumber-js/max', () => import('libphonenumber-js/max'))
const { parseNumber, parsePlain, regions } = await timed(
  'load parseNumber besides',
  () => import('../src/core/number.ts'),
)
await timed('first number of +353', () => parseNumber('+353871234567', null))
await timed('first number of +1, 25 countries', () => parseNumber('+12015550123', null))
await timed('first number of every country', () => regions().map((region) => parseNumber('0201234567', region)))
const min = await import('libphonenumber-js/min')
// Loaded late, for it loads the library as well.
const { buildCorpus } = await import('./number-corpus.ts')

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

// Rivals read the same corpus. google-libphonenumber and awesome-phonenumber go here when they are installed.
const RIVALS: Readonly<Record<string, Read>> = {
  parseNumber,
  'libphonenumber-js/max': libraryReader(max),
  'libphonenumber-js/min': libraryReader(min),
}

const corpus = buildCorpus(CORPUS_SIZE, SEED)
const fast = corpus.filter(({ text, region }) => parsePlain(text, region) !== null)
console.log(`\n${fast.length} of ${corpus.length} texts are answered by the compiled plans`)
await compare('mixed', corpus)
for (const kind of new Set(corpus.map((entry) => entry.kind))) {
  await compare(
    kind,
    corpus.filter((entry) => entry.kind === kind),
  )
}

// Rivals take turns, so that a busy moment of the machine meets all of them; a round's ratio is of one moment.
async function compare(kind: string, entries: typeof corpus) {
  const rounds: Record<string, number>[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const bench = new Bench({ time: kind === 'mixed' ? 150 : 40, iterations: 2, warmup: round === 0 })
    for (const [name, read] of Object.entries(RIVALS)) {
      bench.add(name, () => {
        for (const { text, region } of entries) read(text, region)
      })
    }
    rounds.push(Object.fromEntries((await bench.run()).map(({ name, result }) => [name, latencyOf(result)])))
  }
  console.log(`\n${kind}: ${entries.length} texts, median of ${ROUNDS} rounds`)
  for (const name of Object.keys(RIVALS)) {
    const own = median(rounds.map((round) => ((round[name] ?? Number.NaN) * 1e6) / entries.length))
    const ratio = median(rounds.map((round) => (round[name] ?? Number.NaN) / (round['parseNumber'] ?? Number.NaN)))
    console.log(`  ${name.padEnd(24)} ${own.toFixed(0).padStart(7)} ns a number ${ratio.toFixed(1).padStart(7)}x`)
  }
}

function latencyOf(result: Bench['results'][number]): number {
  return result?.state === 'completed' ? result.latency.p50 : Number.NaN
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
