// The cases of one document: its matrix applied, its variables filled in, its parts read. Knows nothing of files.
import { dayAt } from '../core/day.ts'
import type { ContactsSource, Scenario, Step } from '../scenario/scenario.ts'
import { contacts } from './contact-shape.ts'
import { caseName, type DocumentParts, starts, steps, tags } from './format.ts'
import { applyRow, type MatrixRow, nameCase, namingRows, readMatrix, reportIdle } from './matrix.ts'
import { type Entry, isNothing, type Node, newMap, positionOf, type Report, renderNode } from './node.ts'
import { phone } from './phone-shape.ts'
import { type Reading, refuse, type Shape } from './shape.ts'
import { step } from './step-shape.ts'
import { fillVariables, newScope, type Scope } from './variables.ts'

const USUAL_START = Date.parse('2026-06-30T09:00:00Z')

/** For what depends on no case. */
export function newReading(report: Report): Reading {
  return { report, region: null, today: dayAt(USUAL_START) }
}

/** What the cases of a document share. */
interface Cases {
  readonly parts: Partial<DocumentParts>
  readonly root: Node
  readonly report: Report
  /** Contacts without variables are the same in each case, but for the SIM's country, and may be many. */
  readonly contactsOf: Map<string | null, ContactsSource | undefined>
  readonly written: Map<Node, Pick<Step, 'at' | 'text'>>
  /** What `phone` states and so many cases' phones have not, by its place. */
  readonly spared: Map<string, { readonly place: Node; readonly why: string; readonly cases: number }>
  /** Characters that its cases may still have. */
  room: number
}

/** However many cases there are: what they say is read for each of them. */
const LARGEST_CASES = 4_000_000

/** The scenarios of a document, its includes merged; those that have problems, which are reported, are left out. */
export function readCases(parts: Partial<DocumentParts>, root: Node, report: Report): Scenario[] {
  const variables = listVariables(parts.variables, report)
  const rows = parts.matrix === undefined ? [[]] : readRows(parts.matrix, newScope(variables, report))
  const cases: Cases = {
    parts,
    root,
    report,
    contactsOf: new Map(),
    written: new Map(),
    spared: new Map(),
    room: LARGEST_CASES,
  }
  const used = new Set<string>()
  const naming = namingRows(rows)
  const scenarios = rows.flatMap((row, at) => {
    if (cases.room < 0) return []
    const scope = newScope([...variables, ...row], report)
    const scenario = readCase({ row, naming: naming[at] ?? row }, scope, cases)
    for (const name of scope.filled.keys()) used.add(name)
    return scenario ?? []
  })
  if (cases.room < 0)
    report(parts.matrix ?? root, 'expected less in all cases together, found over 4 MB: divide the matrix')
  for (const { place, why, cases: count } of cases.spared.values()) if (count === rows.length) report(place, why)
  reportIdle(rows, used, report)
  return scenarios
}

function listVariables(node: Node | undefined, report: Report): readonly Entry[] {
  if (node?.kind === 'map') return node.entries
  return (node && refuse(node, 'variables by name, such as {anna: +353871234567}', { report })) ?? []
}

function readRows(matrix: Node, scope: Scope): MatrixRow[] {
  const filled = fillVariables(matrix, scope)
  return (filled && readMatrix(filled, scope.report)) ?? []
}

interface Row {
  readonly row: MatrixRow
  /** What of it stands in the case's name. */
  readonly naming: MatrixRow
}

function readCase({ row, naming }: Row, scope: Scope, cases: Cases): Scenario | undefined {
  const { parts, root, report } = cases
  const general = newReading(report)
  const fill: Fill = (node) => {
    const filled = fillVariables(node, scope)
    cases.room -= filled?.size ?? 0
    return filled
  }
  const read = <T>(shape: Shape<T>, node: Node | undefined, usual: T | undefined): T | undefined => {
    const filled = node && fill(node)
    return node === undefined ? usual : filled && shape.read(filled, general)
  }
  const name = read(caseName, parts.name, undefined)
  const labels = read(tags, parts.tags, [])
  const startsAt = read(starts, parts.starts, USUAL_START)
  const filledPhone = fill(parts.phone ?? newMap(root, []))
  const setup =
    filledPhone && phone.read(applyRow(filledPhone, row), { ...general, isForSome: openSparing(row, cases) })
  const reading = { ...general, region: setup?.handset.simCountries[0] ?? null }
  const people = readContacts(fill, reading, cases)
  const list = readSteps(cases, { fill, reading, startsAt: startsAt ?? USUAL_START })
  if (name === undefined || labels === undefined || startsAt === undefined) return undefined
  if (setup === undefined || people === undefined || list === undefined) return undefined
  const at = positionOf(parts.name ?? root)
  return { name: nameCase(name, naming), tags: labels, at, phone: setup, contacts: people, startsAt, steps: list }
}

// One phone is described for all that the matrix makes of it: what its other platforms or makers have not is left out
// there, unless none of them has it. The same goes for what an included file says.
function openSparing(row: MatrixRow, { root, spared }: Cases): NonNullable<Reading['isForSome']> {
  const isOneOfSeveral = row.some(({ key }) => key === 'platform' || key === 'maker')
  return (place, why) => {
    if (row.some(({ value }) => value === place)) return false
    if (place.source !== root.source) return true
    if (!isOneOfSeveral) return false
    const key = String(place.offset)
    spared.set(key, { place, why, cases: (spared.get(key)?.cases ?? 0) + 1 })
    return true
  }
}

/** Fills in the variables of a case; undefined when that was refused. */
type Fill = (node: Node) => Node | undefined

function readContacts(fill: Fill, reading: Reading, { parts, contactsOf }: Cases): ContactsSource | undefined {
  if (parts.contacts === undefined) return { kind: 'inline', contacts: [] }
  const filled = fill(parts.contacts)
  if (filled === undefined || filled !== parts.contacts) return filled && contacts.read(filled, reading)
  if (!contactsOf.has(reading.region)) contactsOf.set(reading.region, contacts.read(filled, reading))
  return contactsOf.get(reading.region)
}

interface StepReading {
  readonly fill: Fill
  readonly reading: Reading
  readonly startsAt: number
}

function readSteps({ parts, written }: Cases, { fill, reading, startsAt }: StepReading): Step[] | undefined {
  const node = parts.steps
  if (node === undefined) return undefined
  if (isNothing(node) || (node.kind === 'list' && node.items.length === 0)) return steps.read(node, reading) && []
  const whole = node.kind === 'list' ? node : fill(node)
  const items = whole?.kind === 'list' ? whole.items : whole ? [whole] : []
  let now = startsAt
  // Tasks are due as seen from the day on which they are written.
  let dated = { ...reading, today: dayAt(now) }
  const read = items.map((item) => {
    const filled = fill(item)
    const doing = filled && step.read(filled, dated)
    if (doing?.do === 'advance') {
      now += doing.ms
      dated = { ...reading, today: dayAt(now) }
    }
    return doing && { ...doing, ...describeStep(item, written) }
  })
  return read.length === 0 || read.includes(undefined) ? undefined : (read as Step[])
}

const LONGEST_STEP = 120

// As it is written, which is the same in each case.
function describeStep(item: Node, written: Cases['written']): Pick<Step, 'at' | 'text'> {
  const known = written.get(item) ?? { at: positionOf(item), text: renderNode(item, LONGEST_STEP) }
  written.set(item, known)
  return known
}
