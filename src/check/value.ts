// What is kept of a cell's text, however much is in it. Decides nothing.

// As much as a report needs.
const LONGEST_VALUE = 1000

/** A text that is cut where it is longer. A slice would keep the whole of a hostile cell alive. */
export function shorten(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${Array.from(text.slice(0, LONGEST_VALUE - 1)).join('')}…`
}
