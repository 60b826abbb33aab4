// Checks the rows of a range in WebAssembly: native/kernel/kernel.ts says how. Here it is told of the file and of the numbering
// plans, here is decided what it leaves, and here it is asked what it has counted.
import { readSync } from 'node:fs'
import type { Columns } from '../contact-file/columns/columns.ts'
import { type CsvBody, firstRow } from '../contact-file/csv/csv.ts'
import type { CsvRow } from '../contact-file/csv/row.ts'
import { openLegacy } from '../contact-file/encoding/legacy.ts'
import { LONGEST_ROW_BYTES } from '../contact-file/table.ts'
import { beginsWithZero, type Where } from '../core/audit.ts'
import type { FindingCode } from '../core/finding.ts'
import { LATIN } from '../core/hash-name.ts'
import { readCountry } from '../core/number/country.ts'
import { formatNational } from '../core/number/number.ts'
import { kindOfByte } from '../core/number/text.ts'
import { checkedColumns } from './checked-columns.ts'
import { openKernelPlans, REGION_NUMBERS } from './kernel-plans.ts'
import type { RowNumbers } from './numbers.ts'
import type { Range } from './range.ts'
import type { RepairChoice } from './rows.ts'
import { addCounts, addTo, type Tally } from './tally.ts'
import { type Global, instantiate, type Memory, type WasmModule } from './wasm.ts'
import { openWhereOfText } from './where.ts'

/** The codes that the kernel may find; native/kernel/codes.ts has a number for each. */
const CODES: readonly FindingCode[] = [
  ...(['empty', 'format', 'prefix', 'plus', 'national', 'trunk-zero', 'two-readings', 'unlisted', 'premium'] as const),
  ...(['toll-free', 'shared-cost', 'country-contradicts', 'short-code', 'unknown-country', 'not-assigned'] as const),
  ...(['too-short', 'too-long', 'wrong-length', 'no-country', 'no-such-calling-code'] as const),
]

/** What it counts under the same name as a tally. */
const COUNTED = ['rows', 'numbers', 'rejected', 'before', 'read', 'after', 'withoutNumber', 'repairs'] as const

interface Exports {
  readonly memory: Memory
  open(delimiter: number, cells: number, checked: number, country: number, names: number, fewest: number): void
  reset(): void
  mark(length: number): void
  check(from: number, length: number, isLast: number): number
  readonly [name: string]: unknown
}

/** Whether it knows enough of rows with these columns and repairs. */
export function mayUseKernel(columns: Columns, { form = 'e164' }: RepairChoice): boolean {
  const isSmall = checkedColumns(columns).length <= MOST_COLUMNS && columns.statedName.length <= MOST_COLUMNS
  return form === 'e164' && columns.country.length <= 1 && isSmall && nameColumns(columns) !== null
}

// MOST_CHECKED of the kernel.
const MOST_COLUMNS = 64

/** The columns of which each word belongs to the name, and how many of them must hold something for that; null where there are none such. */
function nameColumns({ statedName, firstName, lastName, name }: Columns) {
  if (statedName.length > 0) return { columns: statedName, fewest: 1 }
  const parts = [...firstName, ...lastName]
  if (parts.length === 0) return name.length > 1 ? null : { columns: name, fewest: 0 }
  if (firstName.length > 1 || lastName.length > 1) return null
  if (name.length === 0) return { columns: parts, fewest: 0 }
  return parts.length === 2 ? { columns: parts, fewest: 2 } : null
}

export interface KernelOptions {
  readonly module: WasmModule
  /** Of the range's file: see RangeJob. */
  readonly file: number
  readonly body: CsvBody
  readonly columns: Columns
  readonly region: string | null
  readonly encoding: string | null
  readonly repairs?: RepairChoice
}

/** Where what is found in a range goes, in the order of the file. */
export interface KernelSinks {
  readonly tally: Tally
  readonly numbers: RowNumbers
  /** Decides a row that the kernel leaves. */
  readonly leave: (row: CsvRow) => void
  /** Whether findings of a code need only be counted. */
  readonly isEnough: (code: FindingCode) => boolean
  /** Called where `numbers` may have further ones. */
  readonly onNumbers?: () => void
  /** How many rows of the file come before the range, for those that are left; 0 unless stated. */
  readonly before?: number
}

export interface Kernel {
  /**
   * Checks the whole rows of a range.
   *
   * @returns where the last one ends, and how many there are, blank ones included. It is stopped where lines come that are not UTF-8,
   * or that cannot be read on: what is before them is checked
   */
  check(range: Pick<Range, 'from' | 'to' | 'isLast'>, sinks: KernelSinks): KernelEnd
}

export interface KernelEnd {
  readonly end: number
  readonly rows: number
  readonly isStopped: boolean
}

/** Places that stay as they are; see layout.ts there. */
function openMemory(kernel: Exports) {
  const memory = kernel.memory.buffer
  const variable = (name: string) => kernel[name] as Global
  const place = (name: string) => variable(name).value
  return {
    variable,
    place,
    fields: new Uint32Array(memory),
    /** The stretch of the file. */
    bytes: Buffer.from(memory, place('BYTES'), place('MOST_BYTES')),
    kinds: new Uint8Array(memory, place('KINDS'), 256),
    letters: new Uint16Array(memory, place('LETTERS'), LATIN.length),
    isCounted: new Uint8Array(memory, place('CODE_IS_COUNTED')),
    put: {
      words: new Uint32Array(memory, place('NUMBERS')),
      cells: new Uint16Array(memory, place('NUMBER_CELLS')),
      offsets: new Uint32Array(memory, place('NUMBER_STARTS')),
    },
    plans: openKernelPlans(memory, place),
    codes: CODES.map((code) => [code, place(code.toUpperCase().replaceAll('-', '_'))] as const),
  }
}

/** @param options of a file that it may be used for */
export function openKernel(options: KernelOptions): Kernel {
  const { module, file, body, columns, region, encoding, repairs } = options
  const whereOf = openWhereOfText({ region, readCountry })
  // Only where all are wanted does it matter how many there are.
  const isAllWanted = repairs?.kinds == null
  let sinks = null as KernelSinks | null
  // Where the stretch begins in the file, and how many of the regions that were met are told.
  let [base, told] = [0, 0]

  const kernel = instantiate<Exports>(module, {
    asked: {
      leave,
      meetPlan: (beginning: number) => memory.plans.meet(beginning),
      meetCountry: (start: number, end: number) => placeOf(whereOf(memory.bytes.toString('utf8', start, end))),
      beginsWithZero: (number: number) => Number(beginsWithZero(formatNational(`+${number}`))),
    },
  })
  const memory = openMemory(kernel)
  const { fields, put, bytes, place, variable } = memory
  const [count, row, regions, isStopped] = ['count', 'row', 'regions', 'isStopped'].map(variable) as [
    Global,
    Global,
    Global,
    Global,
  ]
  const metRegions = fields.subarray(place('MET_REGIONS') / 4)

  const names = nameColumns(columns)
  if (names === null) throw new Error('expected columns that the kernel may be used for')
  const checked = checkedColumns(columns).map(({ index }) => index)
  fields.set(checked, place('CHECKED_COLUMNS') / 4)
  fields.set(names.columns, place('NAME_COLUMNS') / 4)
  for (let byte = 0; byte < memory.kinds.length; byte += 1) memory.kinds[byte] = kindOfByte(byte)
  memory.letters.set(LATIN)
  kernel.open(body.delimiter, body.width, checked.length, columns.country[0] ?? -1, names.columns.length, names.fewest)
  const wheres = new Map<string, number>()
  // The first one is that of a row that states no country.
  placeOf({ country: null, region, unknown: null })

  /** Which of WHERES it is. */
  function placeOf({ country, region: under, unknown }: Where): number {
    const key = `${country} ${under} ${unknown !== null}`
    const known = wheres.get(key)
    if (known !== undefined) return known
    const index = wheres.size
    wheres.set(key, index)
    const home = country ?? under
    const record = [home === null ? 0 : memory.plans.homeOf(home), Number(country !== null), Number(unknown !== null)]
    fields.set(record, (place('WHERES') + index * place('WHERE_BYTES')) / 4)
    return index
  }

  /** Takes what has been found, so that what comes next is behind it. */
  function drain({ numbers, tally, onNumbers }: KernelSinks): void {
    numbers.addAll(put, count.value, base)
    count.value = 0
    for (; told < regions.value; told += 1)
      addTo(tally.countries, memory.plans.countryAt(metRegions[told] as number), 0)
    onNumbers?.()
  }

  function leave(start: number, end: number): void {
    if (sinks === null) return
    drain(sinks)
    const own = bytes.subarray(start, end)
    const before = (sinks.before ?? 0) + row.value - 1
    const left = firstRow({ bytes: own, offset: base + start, before, isToEnd: true }, body)
    // It was blank.
    if (left === null) return
    sinks.leave(left)
    onlyCount(sinks.isEnough)
  }

  /** Rows with nothing but codes of which there are enough examples are no longer left. */
  function onlyCount(isEnough: (code: FindingCode) => boolean): void {
    if (!isAllWanted) return
    for (const [code, at] of memory.codes) if (memory.isCounted[at] === 0 && isEnough(code)) memory.isCounted[at] = 1
  }

  function tell({ tally }: KernelSinks): void {
    for (const name of COUNTED) tally[name] += variable(name).value
    for (const [code, at] of memory.codes) {
      const found = fields[place('CODE_COUNTS') / 4 + at] as number
      const repairable = fields[place('CODE_MENDED') / 4 + at] as number
      if (found > 0) addCounts(tally, code, { count: found, repairable })
    }
    for (const region of metRegions.subarray(0, regions.value))
      addTo(tally.countries, memory.plans.countryAt(region), fields[region / 4 + REGION_NUMBERS] as number)
  }

  /** Checks the whole rows of a stretch. @returns where they end */
  function checkStretch(length: number, isLast: boolean, into: KernelSinks): number {
    kernel.mark(length)
    let at = 0
    for (let before = -1; at > before; ) {
      before = at
      at = kernel.check(at, length, Number(isLast))
      drain(into)
    }
    return at
  }

  return {
    check({ from, to, isLast: isToEnd }, into) {
      const legacy = openLegacy(encoding)
      sinks = into
      kernel.reset()
      onlyCount(into.isEnough)
      base = from
      told = 0
      let [length, next] = [0, from]
      let isObstructed = false
      for (let isLast = false; !isLast && !isObstructed; ) {
        const most = Math.min(to - next, Math.max(PIECE_BYTES, Math.min(length, LONGEST_ROW_BYTES - length)))
        const fresh = most > 0 ? readSync(file, bytes, length, most, next) : 0
        next += fresh
        length += fresh
        isLast = fresh === 0
        if (isLast && !isToEnd) break
        isObstructed = legacy.has(bytes.subarray(0, isLast ? length : endOfLines(bytes, length)))
        if (isObstructed) break
        const end = checkStretch(length, isLast, into)
        isObstructed = isStopped.value !== 0
        bytes.copyWithin(0, end, length)
        base += end
        length -= end
      }
      tell(into)
      return { end: base, rows: row.value, isStopped: isObstructed }
    },
  }
}

// Few enough for the processor's cache, enough to make what is done once for each a small part.
const PIECE_BYTES = 256 * 1024
const [LF, CR] = [0x0a, 0x0d]

/** Behind the last line end. */
function endOfLines(bytes: Buffer, length: number): number {
  const end = length === 0 ? 0 : bytes.lastIndexOf(LF, length - 1) + 1
  return end + bytes.subarray(end, length).lastIndexOf(CR) + 1
}
