// Claims: parseNumber reads a mixed corpus at least 30 times as fast as libphonenumber-js/max, of all regions and new texts as
// well, and 40 times as fast as google-libphonenumber parses, validates and formats it; what is rejected, at least 15 times; what
// numbers take to begin with, and an app to carry them. Another seed: `tsx bench/numbers.bench.ts 7`.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { parsePhoneNumber as parseAwesome } from 'awesome-phonenumber'
import { build } from 'esbuild'
import google from 'google-libphonenumber'
import type { CountryCode } from 'libphonenumber-js'
import * as max from 'libphonenumber-js/max'
import * as min from 'libphonenumber-js/min'
import { parseNumber, parsePlain } from '../src/core/number/number.ts'
import { type Group, measure, ratioOf, timingOf } from './measure.ts'
import { buildCorpus, buildRejected, buildWorld, type CorpusEntry } from './number-corpus.ts'
import { publish } from './report.ts'

const SEED = Number(process.argv[2] ?? 1)
const CORPUS_SIZE = 2000

const notes: string[] = []
const theMaxAlone = 'libphonenumber-js/max'
const starts = measureProcessesThatTell(
  'The first number of every country, in a new process that loads what reads it',
  {
    'ringsight/number': 'ringsight',
    [theMaxAlone]: theMaxAlone,
  },
)

type Read = (text: string, region: CountryCode | null) => unknown

const [ours, theMax, theGoogle] = ['parseNumber', theMaxAlone, 'google-libphonenumber'] as const
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

/** Processes in turn, each of which prints its own milliseconds. */
function measureProcessesThatTell(title: string, subjects: Readonly<Record<string, string>>, runs = 11): Group {
  const script = fileURLToPath(new URL('first-numbers.js', import.meta.url))
  const told = new Map(Object.keys(subjects).map((name) => [name, [] as number[]]))
  for (let run = 0; run <= runs; run++) {
    for (const [name, subject] of Object.entries(subjects)) {
      const { stdout } = spawnSync(process.execPath, [script, subject], { encoding: 'utf8' })
      if (run > 0) told.get(name)?.push(Number(stdout) * 1e6)
    }
  }
  const timings = Array.from(told, ([name, roundsNs]) => {
    const sorted = [...roundsNs].sort((a, b) => a - b)
    const [medianNs = Number.NaN, p99Ns = Number.NaN] = [sorted[Math.floor(runs / 2)], sorted.at(-1)]
    return { name, medianNs, p99Ns, samples: runs, roundsNs }
  })
  return { title, timings, warnings: [] }
}

/** Each call reads the texts that come next: `batch` of them, or all. */
function timeRivals(title: string, entries: readonly CorpusEntry[], { timeMs, batch = entries.length }: Run) {
  const tasks = Object.entries(RIVALS).map(([name, read]): [string, () => void] => {
    let from = 0
    return [
      name,
      () => {
        for (let at = from; at < from + batch; at++) {
          const { text, region } = entries[at] as CorpusEntry
          read(text, region)
        }
        from = from + 2 * batch > entries.length ? 0 : from + batch
      },
    ]
  })
  const what = `${title}: ${entries.length} texts, seed ${SEED}`
  return measure(what, Object.fromEntries(tasks), { batch, timeMs })
}

interface Run {
  readonly timeMs: number
  readonly batch?: number
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
const mixed = await timeRivals('Mixed', corpus, { timeMs: 3000 })
const world = await timeRivals('All regions, one in ten under another one, new texts', buildWorld(100_000, SEED), {
  timeMs: 6000,
  batch: 1000,
})
const rejected = await timeRivals('Rejected, new texts', buildRejected(50_000, SEED), { timeMs: 4500, batch: 1000 })
const kinds = [...new Set(corpus.map(({ kind }) => kind))]
const groups = [starts, mixed, world, rejected]
for (const kind of kinds) {
  const entries = corpus.filter((entry) => entry.kind === kind)
  groups.push(await timeRivals(kind, entries, { timeMs: 500 }))
}
const plain = corpus.filter(({ text, region }) => parsePlain(text, region) !== null).length
notes.push(`${plain} of ${corpus.length} texts of the mixed corpus are answered at once, the others step by step.`)
const size = await noteSize('ringsight/number', `export * from '../src/public/number.ts'`)
await noteSize(`${theMaxAlone} alone`, `export { parsePhoneNumberWithError } from 'libphonenumber-js/max'`)

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
      text: `faster than ${theMax}, all regions, one in ten under another one, new texts`,
      bound: 'at least',
      target: 30,
      measured: ratioOf(world, theMax, ours),
    },
    {
      text: `faster than ${theMax}, texts that are rejected`,
      bound: 'at least',
      target: 15,
      measured: ratioOf(rejected, theMax, ours),
    },
    {
      text: 'a text that is rejected',
      bound: 'at most',
      target: 0.5,
      measured: timingOf(rejected, ours).medianNs / 1e3,
      unit: 'µs',
    },
    {
      text: 'the first number of every country, in a new process that loads what reads it',
      bound: 'at most',
      target: 20,
      measured: timingOf(starts, 'ringsight/number').medianNs / 1e6,
      unit: 'ms',
    },
    {
      text: 'what an app bundles for ringsight/number, gzipped',
      bound: 'at most',
      target: 50,
      measured: size,
      unit: 'KiB',
    },
  ],
  groups,
  notes,
})
