// Which known word did somebody mean? For messages about words that are not known; decides nothing by itself.

/**
 * The known word nearest to what was written, whatever its capitals and separators (`logCalls` is near `log-calls`); null
 * when none is near enough to be meant: more than a third of its letters would have to change.
 */
export function nearestWord(text: string, known: readonly string[]): string | null {
  const written = plain(text.slice(0, LONGEST_WORD))
  let nearest: { word: string; distance: number } | null = null
  for (const word of known) {
    const distance = editDistance(written, plain(word))
    if (nearest === null || distance < nearest.distance) nearest = { word, distance }
  }
  if (nearest === null || written === '') return null
  return nearest.distance <= Math.max(1, Math.floor(plain(nearest.word).length / 3)) ? nearest.word : null
}

// Words of a format are short; what is longer is near none of them.
const LONGEST_WORD = 60

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, '')
}

/** Levenshtein's distance, by rows. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, right] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (left === right ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
