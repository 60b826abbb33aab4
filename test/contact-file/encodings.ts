// Texts in encodings that Node reads and does not write.

/** @throws Error where the encoding has no place for a character */
export function encodeIn(encoding: string, text: string): Buffer {
  const table = tableOf(encoding)
  return Buffer.concat(
    Array.from(text, (character) => {
      const bytes = table.get(character)
      if (bytes === undefined) throw new Error(`${encoding} has no ${character}`)
      return bytes
    }),
  )
}

const tables = new Map<string, ReadonlyMap<string, Buffer>>()

function tableOf(encoding: string): ReadonlyMap<string, Buffer> {
  const known = tables.get(encoding)
  if (known !== undefined) return known
  const decoder = new TextDecoder(encoding)
  const table = new Map<string, Buffer>()
  const add = (bytes: number[]) => {
    const text = decoder.decode(Buffer.from(bytes))
    if (Array.from(text).length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, Buffer.from(bytes))
  }
  for (let one = 0; one < 256; one += 1) add([one])
  for (let one = 0x80; one < 256; one += 1) for (let two = 0x40; two < 256; two += 1) add([one, two])
  tables.set(encoding, table)
  return table
}
