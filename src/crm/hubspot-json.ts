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

/** An instant as HubSpot gives it, in ISO 8601 or in milliseconds since the epoch; null for anything else. */
export function asInstant(value: unknown): number | null {
  const text = asText(value)
  const at = /^\d{9,15}$/.test(text) ? Number(text) : /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(new Date(at).getTime()) ? null : at
}
