// Claim: telling what ten times as many columns hold takes about ten times as long, however long their labels are.
import { findColumns } from '../src/contact-file/columns/columns.ts'
import { measure, ratioOf } from './measure.ts'
import { publish } from './report.ts'

const [FEW, MANY] = ['2,000 columns', '20,000 columns'] as const

const LABELS = ['Contact first name', 'HomePhone', 'work telefon of', 'Mobile Phone Country 1', 'x '.repeat(12).trim()]

const columns = (count: number) => Array.from({ length: count }, (_, at) => `${LABELS[at % LABELS.length]} ${at}`)
const [few, many] = [columns(2000), columns(20_000)]

const group = await measure('telling columns apart', {
  [FEW]: () => findColumns(few),
  [MANY]: () => findColumns(many),
})
const measured = ratioOf(group, MANY, FEW)
publish({
  name: 'columns',
  claims: [{ text: `${MANY} against ${FEW}`, bound: 'at most', target: 15, measured }],
  groups: [group],
  notes: [],
})
