// The words in which the table of lines is written, and the JSON Schema and the text of each.

/** The form of one value. */
export interface Form {
  /** For people: `instant or null`. */
  readonly text: string
  readonly schema: Readonly<Record<string, unknown>>
  /** Fields of an object, or of the objects in a list. */
  readonly fields?: Fields
}

/** Every field of an object, with what it means; none is ever missing. */
export type Fields = Readonly<Record<string, readonly [form: Form, meaning: string]>>

export const text: Form = { text: 'text', schema: { type: 'string' } }
/** A kind: one of a closed list that may grow. */
export const word: Form = { text: 'word', schema: { type: 'string', pattern: '^[A-Za-z0-9_-]+$' } }
export const count: Form = { text: 'count', schema: { type: 'integer', minimum: 0 } }
export const number: Form = { text: 'number', schema: { type: 'number' } }
export const flag: Form = { text: 'true or false', schema: { type: 'boolean' } }
export const seconds: Form = { text: 'seconds', schema: { type: 'number', minimum: 0 } }
const INSTANT = String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`
export const instant: Form = { text: 'instant', schema: { type: 'string', pattern: INSTANT } }
export const day: Form = { text: 'YYYY-MM-DD', schema: { type: 'string', pattern: String.raw`^\d{4}-\d\d-\d\d$` } }
export const e164: Form = { text: 'E.164', schema: { type: 'string', pattern: String.raw`^\+\d{2,15}$` } }

export function oneOf(...words: readonly string[]): Form {
  return { text: words.map((each) => `\`${each}\``).join(', '), schema: { enum: words } }
}

export function orNull(form: Form): Form {
  return { ...form, text: `${form.text} or null`, schema: { anyOf: [form.schema, { type: 'null' }] } }
}

export function list(form: Form): Form {
  return { ...form, text: `list of ${form.text}`, schema: { type: 'array', items: form.schema } }
}

export function object(fields: Fields): Form {
  return { text: 'object', schema: schemaOf(fields), fields }
}

/** The JSON Schema of an object that has these fields and no others. */
export function schemaOf(fields: Fields): Readonly<Record<string, unknown>> {
  const properties = Object.entries(fields).map(([name, [{ schema }, description]]) => [
    name,
    { description, ...schema },
  ])
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: Object.keys(fields),
    additionalProperties: false,
  }
}
