// Claim: a command that has little to do takes little more time than Node itself. Whole processes, of the built package
// (`npm run build` first, as `npm run bench` does).
import { fileURLToPath } from 'node:url'
import { measureProcesses, medianOf } from './measure.ts'
import { publish } from './report.ts'

const ringsight = fileURLToPath(new URL('../bin/ringsight.js', import.meta.url))
const [nothing, version, number] = ['node -e 0', 'ringsight --version', 'ringsight number +353871234567']

const group = measureProcesses(
  'Whole processes',
  {
    [nothing]: ['-e', '0'],
    [version]: [ringsight, '--version'],
    [number]: [ringsight, 'number', '+353871234567'],
  },
  Number(process.env['BENCH_RUNS'] ?? 21),
)
const ratio = (name: string) => medianOf(group, name) / medianOf(group, nothing)
publish({
  name: 'start-up',
  claims: [
    { text: `${version}, against ${nothing}`, bound: 'at most', target: 1.6, measured: ratio(version) },
    { text: `${number}, against ${nothing}`, bound: 'at most', target: 3, measured: ratio(number) },
  ],
  groups: [group],
  notes: [],
})
