// How names of columns and countries are compared.

/** A name without what its spellings differ in: case, accents, punctuation and outer spaces. */
export function plainName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
