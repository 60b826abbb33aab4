// Lists as a sentence has them.
import { renderCount } from './count.ts'

/** `android, ios or both` */
export function listOr(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** `a, b, c and 4 more`: the first ones. @param count of all, where not all of them are at hand */
export function listFirst(words: readonly string[], most: number, count = words.length): string {
  const listed = words.slice(0, most)
  const more = count - listed.length
  return `${listed.join(', ')}${more > 0 ? ` and ${renderCount(more)} more` : ''}`
}
