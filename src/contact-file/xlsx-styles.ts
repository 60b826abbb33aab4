// How the styles of a workbook show numbers. Knows nothing of cells: they name a style by its position here.
import { builtInFormat, type NumberFormat, readFormat } from './xlsx-cell.ts'
import { SMALL_PART_BYTES } from './xlsx-workbook.ts'
import { readXml } from './xml.ts'
import type { ArchivePart } from './zip.ts'

/**
 * @param part null where the workbook has none
 * @returns a format for each style; ECMA-376-1, 18.8
 */
export async function readStyles(part: ArchivePart | null): Promise<readonly NumberFormat[]> {
  const styles: NumberFormat[] = []
  if (part === null) return styles
  const stated = new Map<number, NumberFormat>()
  let isInStyles = false
  await readXml(part.name, part.read(SMALL_PART_BYTES), {
    open({ name, attributes }) {
      if (name === 'cellXfs') isInStyles = true
      if (name === 'numFmt') stated.set(Number(attributes['numFmtId']), readFormat(attributes['formatCode'] ?? ''))
      if (name !== 'xf' || !isInStyles) return
      const id = Number(attributes['numFmtId'] ?? 0)
      styles.push(stated.get(id) ?? builtInFormat(id))
    },
    close(name) {
      if (name === 'cellXfs') isInStyles = false
    },
  })
  return styles
}
