// Claim: a command that has little to do takes little more time than Node itself. Whole processes, of the built package
// (`npm run build` first, as `npm run bench` does).
import { fileURLToPath } from 'node:url'
import { measureProcesses, ratioOf } from './measure.ts'
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
publish({
  name: 'start-up',
  claims: [
    {
      text: `${version}, against ${nothing}`,
      bound: 'at most',
      target: 1.6,
      measured: ratioOf(group, version, nothing),
    },
    { text: `${number}, against ${nothing}`, bound: 'at most', target: 3, measured: ratioOf(group, number, nothing) },
  ],
  groups: [group],
  notes: [],
})
