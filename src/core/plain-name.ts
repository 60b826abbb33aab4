// How names of columns and countries are compared.

/** A name without what its spellings differ in: case, accents, punctuation and outer spaces. */
export function plainName(text: string): string {
  const lower = text.toLowerCase()
  if (isPlain(lower)) return lower
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const PLAIN = /^[a-z]+(?: [a-z]+)*$/i

/** Whether it is words of the letters a to z, in any case: most names are, and those of all scripts take V8 longer to compile for. */
export function isPlain(name: string): boolean {
  return PLAIN.test(name)
}
