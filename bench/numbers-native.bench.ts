// Claim: parseNumber is at least three times as fast as rlibphonenumber (https://crates.io/crates/rlibphonenumber), in Rust, on
// every corpus: where that answers as much, valid or not and the region; and where it only parses. Without cargo, the report
// says so.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { parseNumber } from '../src/core/number/number.ts'
import { type Group, ratioOf } from './measure.ts'
import { buildCorpus, buildRejected, buildWorld, type CorpusEntry } from './number-corpus.ts'
import { type Claim, publish } from './report.ts'

const SEED = Number(process.argv[2] ?? 1)
const SIZE = 20_000
const ROUNDS = 9
const [ours, parse, read] = ['parseNumber', 'rlibphonenumber: parse', 'rlibphonenumber: parse, valid, region'] as const
const FOLDER = fileURLToPath(new URL('rlibphonenumber/', import.meta.url))

/** The built program, else why there is none. */
function buildRival(): { program: string } | { lacks: string } {
  if (spawnSync('cargo', ['--version']).status !== 0) return { lacks: 'cargo is not installed: https://rustup.rs' }
  const target = process.env['CARGO_TARGET_DIR'] ?? join(FOLDER, 'target')
  const { status, stderr } = spawnSync('cargo', ['build', '--release', '--quiet'], { cwd: FOLDER, encoding: 'utf8' })
  if (status !== 0) return { lacks: `cargo could not build it: ${stderr.trim().split('\n').at(-1)}` }
  return { program: join(target, 'release', 'rlibphonenumber-rival') }
}

/** In turn, a round of each. */
function timeRound(program: string, file: string, corpus: readonly CorpusEntry[]): readonly number[] {
  const { stdout, stderr, status } = spawnSync(program, [file, '1'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`expected times of rlibphonenumber, found status ${status}: ${stderr}`)
  const start = performance.now()
  readAll(corpus)
  return [((performance.now() - start) * 1e6) / (PASSES * corpus.length), ...stdout.trim().split(' ').map(Number)]
}

// As long as the other's one pass, so that a busy moment of the machine meets both.
const PASSES = 10

function readAll(corpus: readonly CorpusEntry[]): void {
  for (let pass = 0; pass < PASSES; pass++) for (const { text, region } of corpus) parseNumber(text, region)
}

function timeCorpus(program: string, title: string, corpus: readonly CorpusEntry[]): Group {
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-numbers-'))
  const file = join(folder, 'corpus.txt')
  writeFileSync(file, corpus.map(({ text, region }) => `${region ?? ''}\t${text}\n`).join(''))
  readAll(corpus)
  const rounds = Array.from({ length: ROUNDS }, () => timeRound(program, file, corpus))
  rmSync(folder, { recursive: true })
  const timings = [ours, parse, read].map((name, at) => {
    const roundsNs = rounds.map((round) => round[at] ?? Number.NaN)
    const sorted = [...roundsNs].sort((a, b) => a - b)
    const [medianNs = Number.NaN, p99Ns = Number.NaN] = [sorted[Math.floor(ROUNDS / 2)], sorted.at(-1)]
    return { name, medianNs, p99Ns, samples: ROUNDS, roundsNs }
  })
  return { title: `${title}: ${corpus.length} texts, seed ${SEED}`, timings, warnings: [] }
}

const rival = buildRival()
const groups: Group[] = []
if ('program' in rival) {
  const mixed = buildCorpus(SIZE, SEED)
  const corpora = {
    Mixed: mixed,
    'All regions, one in ten under another one': buildWorld(SIZE, SEED),
    Rejected: buildRejected(SIZE, SEED),
    ...Object.fromEntries(
      ['E.164', 'international', 'national', 'other'].map((kind) => [
        kind,
        mixed.filter((entry) => entry.kind === kind),
      ]),
    ),
  }
  for (const [title, corpus] of Object.entries(corpora)) groups.push(timeCorpus(rival.program, title, corpus))
}
const claims = [read, parse].flatMap((rival) =>
  groups.map((group): Claim => {
    const text = `faster than ${rival}. ${group.title}`
    return { text, bound: 'at least', target: 3, measured: ratioOf(group, rival, ours) }
  }),
)
publish({ name: 'numbers-native', claims, groups, notes: 'lacks' in rival ? [`Left out: ${rival.lacks}`] : [] })
