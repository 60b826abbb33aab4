// Reads JSON that should be of a form, and may be of any: what is not as expected reads as nothing, and never throws.

export type Json = Readonly<Record<string, unknown>>

export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** HubSpot gives every value as a text, ids of associations as numbers: all are read as texts, without outer spaces. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

// HubSpot's deepest answers are some ten levels deep.
const DEEPEST = 64

/**
 * What a text says as JSON, each text in it, names among them, as `clean` gives it; undefined when it says nothing, or is
 * nested deeper than anything that HubSpot sends.
 */
export function readJson(text: string, clean: (text: string) => string): unknown {
  try {
    const whole: Record<string, unknown> = { json: JSON.parse(text) }
    return cleanAll(whole, clean) ? whole['json'] : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

// A loop: what is nested deeply would end a recursion.
function cleanAll(whole: Record<string, unknown>, clean: (text: string) => string): boolean {
  // Records have the same members.
  const names = new Map<string, string>()
  const cleanName = (name: string) => {
    const known = names.get(name)
    if (known !== undefined) return known
    const cleaned = clean(name)
    names.set(name, cleaned)
    return cleaned
  }
  let level: (Record<string, unknown> | unknown[])[] = [whole]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return false
    const next: typeof level = []
    const cleaned = (value: unknown) => {
      if (typeof value === 'object' && value !== null) next.push(value as Record<string, unknown>)
      return typeof value === 'string' ? clean(value) : value
    }
    for (const container of level) {
      if (Array.isArray(container))
        for (let at = 0; at < container.length; at += 1) container[at] = cleaned(container[at])
      else cleanMembers(container, cleaned, cleanName)
    }
    level = next
  }
  return true
}

function cleanMembers(
  container: Record<string, unknown>,
  cleaned: (value: unknown) => unknown,
  cleanName: (name: string) => string,
): void {
  for (const name of Object.keys(container)) {
    const before = container[name]
    const known = cleanName(name)
    const value = cleaned(before)
    if (known === name && value === before) continue
    if (known !== name) delete container[name]
    // Not by assignment: a member may be called __proto__.
    Object.defineProperty(container, known, { value, enumerable: true, configurable: true, writable: true })
  }
}

/** An instant as HubSpot gives it, in ISO 8601 or in milliseconds since the epoch; null for anything else. */
export function asInstant(value: unknown): number | null {
  const text = asText(value)
  const at = /^\d{9,15}$/.test(text) ? Number(text) : /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(new Date(at).getTime()) ? null : at
}
