// Counts as a sentence has them.
const GROUPED = new Intl.NumberFormat('en')

/** `12,345` */
export function renderCount(count: number): string {
  return GROUPED.format(count)
}

/** `1 contact`, `12,345 contacts` */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${renderCount(count)} ${count === 1 ? one : many}`
}
