// Which parts of an archive make up a workbook, and which of its sheets is read: the first that is visible. Knows nothing
// of rows and cells. Relationships: ECMA-376-2; the elements: ECMA-376-1, 18.2.
import { posix } from 'node:path'
import { shortLine } from '../../text/safe.ts'
import { ContactFileError } from '../file-error.ts'
import { readXml } from './xml.ts'
import type { Archive, ArchivePart } from './zip.ts'

export interface Workbook {
  readonly sheet: ArchivePart
  readonly sheetName: string
  /** The names of the other visible sheets. */
  readonly otherSheets: readonly string[]
  readonly sharedStrings: ArchivePart | null
  readonly styles: ArchivePart | null
  /** The order of calculation, which names every cell with a formula. */
  readonly calculation: ArchivePart | null
  /** Whether days count from 1904, as in workbooks of old Macs. */
  readonly is1904: boolean
}

/** What these parts may unpack to: they are held in memory. */
export const SMALL_PART_BYTES = 32 * 1024 * 1024

/** @throws ContactFileError when the archive holds no workbook, or one of another kind */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const root = (await readRelations(archive, '')).find(({ type }) => type === 'officeDocument')
  const part = root && archive.find(root.target)
  if (!part || !root.target.endsWith('.xml')) throw new ContactFileError(describeOther(archive))
  const relations = await readRelations(archive, part.name)
  const { sheets, is1904 } = await readSheets(part)
  const find = (type: string) => {
    const relation = relations.find((each) => each.type === type)
    return relation === undefined ? null : findPart(archive, relation.target)
  }
  const found = sheets
    .filter(({ isVisible }) => isVisible)
    .flatMap(({ name, id }) => {
      const relation = relations.find((each) => each.id === id && each.type === 'worksheet')
      return relation === undefined ? [] : { name, sheet: findPart(archive, relation.target) }
    })
  const [first, ...others] = found
  if (first === undefined) throw new ContactFileError('expected a visible sheet in the workbook, found none')
  return {
    sheet: first.sheet,
    sheetName: first.name,
    otherSheets: others.map(({ name }) => name),
    sharedStrings: find('sharedStrings'),
    styles: find('styles'),
    calculation: find('calcChain'),
    is1904,
  }
}

function findPart(archive: Archive, name: string): ArchivePart {
  const part = archive.find(name)
  if (part !== null) return part
  throw new ContactFileError(`the file is damaged: its part ${shortLine(name, 60)} is missing. Get it anew`)
}

/** A part that another one refers to. */
interface Relation {
  readonly id: string
  /** The last word of its type: transitional and strict workbooks differ in what stands before. */
  readonly type: string
  /** The name of the part. */
  readonly target: string
}

async function readRelations(archive: Archive, source: string): Promise<Relation[]> {
  const folder = posix.dirname(`/${source}`)
  const part = archive.find(posix.join(folder, '_rels', `${posix.basename(source)}.rels`).slice(1))
  const relations: Relation[] = []
  if (part === null) return relations
  await readXml(part.name, part.read(SMALL_PART_BYTES), {
    open({ name, attributes }) {
      if (name !== 'Relationship' || attributes['TargetMode'] === 'External') return
      const target = posix.resolve(folder, attributes['Target'] ?? '').slice(1)
      relations.push({ id: attributes['Id'] ?? '', type: posix.basename(attributes['Type'] ?? ''), target })
    },
  })
  return relations
}

interface Sheet {
  readonly name: string
  /** Of the relation that leads to it. */
  readonly id: string
  readonly isVisible: boolean
}

async function readSheets(part: ArchivePart): Promise<{ sheets: readonly Sheet[]; is1904: boolean }> {
  const sheets: Sheet[] = []
  let is1904 = false
  await readXml(part.name, part.read(SMALL_PART_BYTES), {
    open({ name, attributes }) {
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '')
      if (name !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      sheets.push({ name: attributes['name'] ?? '', id, isVisible: !/hidden/i.test(attributes['state'] ?? '') })
    },
  })
  return { sheets, is1904 }
}

function describeOther(archive: Archive): string {
  const hasPart = (pattern: RegExp) => archive.parts.some(({ name }) => pattern.test(name))
  const found = () => {
    if (hasPart(/^xl\/workbook\.bin$/i)) return 'a binary workbook (.xlsb): save it as "Excel Workbook (.xlsx)"'
    if (hasPart(/^content\.xml$/)) return 'an OpenDocument file (.ods): save it as .xlsx or CSV'
    if (hasPart(/^Index\/.*\.iwa$/)) return 'an Apple Numbers file: export it as Excel or CSV'
    const first = archive.parts[0]?.name
    return first === undefined
      ? 'a ZIP file with nothing in it'
      : `a ZIP file without one (it holds ${shortLine(first, 60)}): unpack it first`
  }
  return `expected an Excel workbook (.xlsx), found ${found()}`
}
