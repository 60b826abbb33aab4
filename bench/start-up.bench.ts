// Claim: a command that has little to do takes little more time than Node itself, and a call on a small export not much more.
// Whole processes, of the built package (`npm run build` first, as `npm run bench` does).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureProcesses, ratioOf } from './measure.ts'
import { publish } from './report.ts'

const [ringsight, sample] = ['../bin/ringsight.js', '../fixtures/contacts/sample.csv'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
) as [string, string]
const [nothing, version] = ['node -e 0', 'ringsight --version']
const [number, call] = ['ringsight number +353871234567', 'ringsight call, 200 contacts of a CSV file']

// Where it is set, Node reads certificates before anything else: more than half of its time, and none of it ours.
delete process.env['NODE_EXTRA_CA_CERTS']

const folder = mkdtempSync(join(tmpdir(), 'ringsight-bench-'))
const group = measureProcesses(
  'Whole processes',
  {
    [nothing]: ['-e', '0'],
    [version]: [ringsight, '--version'],
    [number]: [ringsight, 'number', '+353871234567'],
    [call]: [ringsight, 'call', '+353837247309', '--contacts', sample, '--db', join(folder, 'calls.db')],
  },
  Number(process.env['BENCH_RUNS'] ?? 21),
)
rmSync(folder, { recursive: true })

const claim = (name: string, target: number) => ({
  text: `${name}, against ${nothing}`,
  bound: 'at most' as const,
  target,
  measured: ratioOf(group, name, nothing),
})
publish({
  name: 'start-up',
  claims: [claim(version, 1.6), claim(number, 1.5), claim(call, 3.5)],
  groups: [group],
  notes: [],
})
