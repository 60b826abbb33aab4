// What a caller without types is told when it uses a public function wrongly: what was expected, and what was found.

/** `parseNumber: expected a text, found null`. Of a value only its kind is said: it may be somebody's name or number. */
export function wrongUse(place: string, expected: string, found: unknown): TypeError {
  return new TypeError(`${place}: expected ${expected}, found ${describeKind(found)}`)
}

/** How a form is written: as one that is made, a kind, a list of one, or an object of them by its keys. A key with `?` may be null or absent. */
type Written = Form | keyof typeof KINDS | readonly [Written] | { readonly [key: string]: Written }

const KINDS = {
  text: ['a text', (value: unknown) => typeof value === 'string'],
  number: ['a number', (value: unknown) => typeof value === 'number'],
  function: ['a function', (value: unknown) => typeof value === 'function'],
  object: ['an object', (value: unknown) => hasKeys(value)],
  list: ['a list', isList],
  map: ['a Map', (value: unknown) => value instanceof Map],
} as const

/** What a value must be: finds the first part of it that is something else. */
export type Form = (value: unknown) => Flaw | null

interface Flaw {
  readonly path: string
  readonly expected: string
  readonly found: unknown
}

/** `formOf({ name: 'text', phones: ['text'], 'company?': 'text' })`; made once, for it is asked about each of many. */
export function formOf(written: Written): Form {
  if (typeof written === 'function') return written
  if (typeof written === 'string') {
    const [expected, isRight] = KINDS[written]
    return (value) => (isRight(value) ? null : { path: '', expected, found: value })
  }
  return Array.isArray(written) ? listOf(formOf(written[0])) : objectOf(written as { readonly [key: string]: Written })
}

function listOf(form: Form): Form {
  return (value) => {
    if (!isList(value)) return { path: '', expected: 'a list', found: value }
    let at = 0
    for (const item of value as Iterable<unknown>) {
      const flaw = form(item)
      if (flaw !== null) return under(`[${at}]`, flaw)
      at += 1
    }
    return null
  }
}

function objectOf(written: { readonly [key: string]: Written }): Form {
  const parts = Object.entries(written).map(([key, part]) => {
    const mayBeAbsent = key.endsWith('?')
    return { name: mayBeAbsent ? key.slice(0, -1) : key, mayBeAbsent, form: formOf(part) }
  })
  return (value) => {
    if (!hasKeys(value)) return { path: '', expected: 'an object', found: value }
    for (const { name, mayBeAbsent, form } of parts) {
      const part = (value as Readonly<Record<string, unknown>>)[name]
      const flaw = mayBeAbsent && (part === null || part === undefined) ? null : form(part)
      if (flaw !== null) return under(name, flaw)
    }
    return null
  }
}

/**
 * @param called what the value is, as a caller knows it
 * @throws TypeError that names the first part of it that is of another form
 */
export function expectForm(place: string, called: string, value: unknown, form: Form): void {
  const flaw = form(value)
  if (flaw === null) return
  throw wrongUse(place, flaw.path === '' ? called : `${called}: ${flaw.path} as ${flaw.expected}`, flaw.found)
}

function under(name: string, { path, ...flaw }: Flaw): Flaw {
  return { ...flaw, path: path === '' || path.startsWith('[') ? name + path : `${name}.${path}` }
}

/** Whether a value has all of these keys. */
export function hasKeys(value: unknown, ...keys: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  // A loop, since phones and directories are asked at each thing that is done.
  for (const key of keys) if (!(key in value)) return false
  return true
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
