// What a caller without types is told when it uses a public function wrongly: what was expected, and what was found.

/** `parseNumber: expected a text, found null`. Of a value only its kind is said: it may be somebody's name or number. */
export function wrongUse(place: string, expected: string, found: unknown): TypeError {
  return new TypeError(`${place}: expected ${expected}, found ${describeKind(found)}`)
}

/** Whether a value has all of these keys. */
export function hasKeys(value: unknown, ...keys: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value)
}

/** Whether a value can be gone through, and is no text. */
export function isList(value: unknown): boolean {
  return hasKeys(value) && typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function'
}

function describeKind(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return 'an object'
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`
}
