// Which known word did somebody mean? For messages about words that are not known; decides nothing by itself.

/**
 * The known word nearest to what was written, whatever its capitals and separators (`logCalls` is near `log-calls`); null
 * when none is near enough to be meant: more than a third of the letters would have to change.
 */
export function nearestWord(text: string, known: readonly string[]): string | null {
  const written = plain(text.slice(0, LONGEST_WORD))
  let nearest: { word: string; distance: number } | null = null
  for (const word of known) {
    const distance = editDistance(written, plain(word))
    if (nearest === null || distance < nearest.distance) nearest = { word, distance }
  }
  if (nearest === null || written === '') return null
  const length = Math.min(written.length, plain(nearest.word).length)
  return nearest.distance <= Math.max(1, Math.floor(length / 3)) ? nearest.word : null
}

// Words of a format are short; what is longer is near none of them.
const LONGEST_WORD = 60

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, '')
}

/** Levenshtein's distance, by rows, where two letters that changed places count as one change. */
export function editDistance(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  let before: number[] = []
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (const [i, letter] of left.entries()) {
    const next = [i + 1]
    for (const [j, other] of right.entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1)
      const isSwapped = letter === right[j - 1] && other === left[i - 1]
      const swapped = isSwapped ? (before[j - 1] ?? 0) + 1 : replaced
      next.push(Math.min(replaced, swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[right.length] ?? 0
}
