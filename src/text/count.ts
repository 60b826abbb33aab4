// Counts as a sentence has them.

/** `12,345` of a count, which is no fraction and not below 0. Intl.NumberFormat takes longer to load than most commands to run. */
export function renderCount(count: number): string {
  return groupThousands(String(count))
}

/** @param digits nothing else */
export function groupThousands(digits: string): string {
  const head = digits.length % 3
  return [digits.slice(0, head), ...(digits.slice(head).match(/\d{3}/g) ?? [])]
    .filter((group) => group !== '')
    .join(',')
}

/** `1 contact`, `12,345 contacts` */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${renderCount(count)} ${count === 1 ? one : many}`
}
