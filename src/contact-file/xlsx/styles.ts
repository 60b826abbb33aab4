// How the styles of a workbook show numbers. Knows nothing of cells: they name a style by its position here.
import { builtInFormat, type NumberFormat, readFormat, showText } from './cell.ts'
import { SMALL_PART_BYTES } from './workbook.ts'
import { readXml } from './xml.ts'
import type { ArchivePart } from './zip.ts'

export interface Styles {
  /** How a style shows what is in a cell. */
  of(style: string | undefined): NumberFormat
  /** The style for a cell that is to hold this text: another one that looks the same, or else any, where this would change it. */
  forText(style: string | undefined, text: string): string | undefined
}

/**
 * @param part null where the workbook has none
 * @returns the styles that cells name; ECMA-376-1, 18.8
 */
export async function readStyles(part: ArchivePart | null): Promise<Styles> {
  const { codes, styles } = part === null ? { codes: new Map<number, string>(), styles: [] } : await readParts(part)
  const formats = new Map<number, NumberFormat>()
  const others = new Map<string | undefined, string | undefined>()
  const formatOf = (id: number): NumberFormat => {
    const code = codes.get(id)
    const read = formats.get(id) ?? (code === undefined ? builtInFormat(id) : readFormat(code))
    formats.set(id, read)
    return read
  }
  const find = (style: string | undefined, text: string) => {
    const shows = ({ id }: Style) => showText(text, formatOf(id)) === text
    const { look } = styles[Number(style ?? 0)] ?? { look: '' }
    const alike = styles.findIndex((each) => each.look === look && shows(each))
    const index = alike === -1 ? styles.findIndex(shows) : alike
    return index === -1 ? style : String(index)
  }
  const of = (style: string | undefined) => formatOf(styles[Number(style ?? 0)]?.id ?? 0)
  return {
    of,
    forText(style, text) {
      if (showText(text, of(style)) === text) return style
      if (!others.has(style)) others.set(style, find(style, text))
      return others.get(style)
    },
  }
}

interface Style {
  /** Of its number format. */
  readonly id: number
  /** All that it says beside that. */
  readonly look: string
}

async function readParts(part: ArchivePart) {
  const codes = new Map<number, string>()
  const named: number[] = []
  const styles: Style[] = []
  let list: string | null = null
  await readXml(part.name, part.read(SMALL_PART_BYTES), {
    open({ name, attributes }) {
      if (name === 'cellStyleXfs' || name === 'cellXfs') list = name
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
      if (name !== 'xf' || list === null) return
      const { numFmtId, xfId, applyNumberFormat: _, ...look } = attributes
      const id = Number(numFmtId ?? named[Number(xfId ?? 0)] ?? 0)
      if (list === 'cellStyleXfs') named.push(id)
      else styles.push({ id, look: JSON.stringify(look) })
    },
    close(name) {
      if (name === list) list = null
    },
  })
  return { codes, styles }
}
