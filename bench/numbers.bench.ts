// Claim: parseNumber reads a mixed corpus at least 30 times as fast as libphonenumber-js/max, and 40 times as fast as
// google-libphonenumber parses, validates and formats it; and costs an app at most 60 KiB. Another seed:
// `tsx bench/numbers.bench.ts 7`.
import { performance } from 'node:perf_hooks'
import { gzipSync } from 'node:zlib'
import { parsePhoneNumber as parseAwesome } from 'awesome-phonenumber'
import { build } from 'esbuild'
import google from 'google-libphonenumber'
import type { CountryCode } from 'libphonenumber-js'
import { measure, ratioOf } from './measure.ts'
import type { CorpusEntry } from './number-corpus.ts'
import { publish } from './report.ts'

const SEED = Number(process.argv[2] ?? 1)
const CORPUS_SIZE = 2000

// The cost of starting first, while neither is loaded yet.
const notes: string[] = []
const max = await noteTime('Loading libphonenumber-js/max', () => import('libphonenumber-js/max'))
const { parseNumber, parsePlain, regions } = await noteTime(
  'parseNumber on top of it',
  () => import('../src/core/number/number.ts'),
)
await noteTime('The first number of +353', () => parseNumber('+353871234567', null))
await noteTime('The first number of +1, which is 25 countries', () => parseNumber('+12015550123', null))
await noteTime('The first number of every other country', () =>
  regions().map((region) => parseNumber('0201234567', region)),
)
const min = await import('libphonenumber-js/min')
const { buildCorpus } = await import('./number-corpus.ts')

type Read = (text: string, region: CountryCode | null) => unknown

const [ours, theMax, theGoogle] = ['parseNumber', 'libphonenumber-js/max', 'google-libphonenumber'] as const
const RIVALS: Readonly<Record<string, Read>> = {
  [ours]: (text, region) => parseNumber(text, region),
  [theMax]: readWith(max),
  'libphonenumber-js/min': readWith(min),
  [theGoogle]: readWithGoogle,
  'awesome-phonenumber': (text, region) =>
    parseAwesome(text, region === null ? {} : { regionCode: region }).number?.e164 ?? null,
}

function readWith({ parsePhoneNumberWithError }: typeof max | typeof min): Read {
  return (text, region) => {
    try {
      const number = parsePhoneNumberWithError(text, region === null ? {} : { defaultCountry: region })
      return number.isValid() ? number.number : null
    } catch {
      return null
    }
  }
}

const util = google.PhoneNumberUtil.getInstance()

function readWithGoogle(text: string, region: CountryCode | null): string | null {
  try {
    const number = util.parse(text, region ?? undefined)
    return util.isValidNumber(number) ? util.format(number, google.PhoneNumberFormat.E164) : null
  } catch {
    return null
  }
}

async function noteTime<Result>(what: string, run: () => Result | Promise<Result>): Promise<Result> {
  const start = performance.now()
  const result = await run()
  notes.push(`${what}: ${(performance.now() - start).toFixed(1)} ms.`)
  return result
}

function timeRivals(title: string, entries: readonly CorpusEntry[], timeMs: number) {
  const tasks = Object.entries(RIVALS).map(([name, read]): [string, () => void] => [
    name,
    () => {
      for (const { text, region } of entries) read(text, region)
    },
  ])
  const what = `${title}: ${entries.length} texts, seed ${SEED}`
  return measure(what, Object.fromEntries(tasks), { batch: entries.length, timeMs })
}

/** What an app carries that imports this and nothing else: KiB, gzipped. */
async function noteSize(what: string, source: string): Promise<number> {
  const stdin = { contents: source, resolveDir: import.meta.dirname, loader: 'ts' } as const
  const { outputFiles } = await build({ stdin, bundle: true, minify: true, format: 'esm', write: false })
  const [file] = outputFiles
  if (file === undefined) throw new Error(`expected a bundle of ${what}, found none`)
  const [whole, zipped] = [file.contents.length / 1024, gzipSync(file.contents, { level: 9 }).length / 1024]
  notes.push(
    `What a phone's app bundles for ${what}: ${zipped.toFixed(0)} KiB gzip, ${whole.toFixed(0)} KiB minified (esbuild).`,
  )
  return zipped
}

const corpus = buildCorpus(CORPUS_SIZE, SEED)
const mixed = await timeRivals('Mixed', corpus, 3000)
const kinds = [...new Set(corpus.map(({ kind }) => kind))]
const groups = [mixed]
for (const kind of kinds) {
  const entries = corpus.filter((entry) => entry.kind === kind)
  groups.push(await timeRivals(kind, entries, 500))
}
const plain = corpus.filter(({ text, region }) => parsePlain(text, region) !== null).length
notes.push(`${plain} of ${corpus.length} texts are answered by the compiled plans.`)
const size = await noteSize('ringsight/number', `export * from '../src/public/number.ts'`)
await noteSize('libphonenumber-js/max alone', `export { parsePhoneNumberWithError } from 'libphonenumber-js/max'`)

publish({
  name: 'numbers',
  claims: [
    {
      text: `faster than ${theMax}, mixed corpus`,
      bound: 'at least',
      target: 30,
      measured: ratioOf(mixed, theMax, ours),
    },
    {
      text: `faster than ${theGoogle}, mixed corpus`,
      bound: 'at least',
      target: 40,
      measured: ratioOf(mixed, theGoogle, ours),
    },
    {
      text: 'what an app bundles for ringsight/number, gzipped',
      bound: 'at most',
      target: 60,
      measured: size,
      unit: 'KiB',
    },
  ],
  groups,
  notes,
})
