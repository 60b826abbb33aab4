// Which headers are labels that a program gives, and so say nothing of a person.
import { plainName } from '../../core/plain-name.ts'
import { HUBSPOT_FIELDS, HUBSPOT_PHONES } from './hubspot-headers.ts'
import { labelKinds, namesOf } from './labels.ts'
import { SOURCES } from './sources.ts'

const KNOWN: ReadonlySet<string> = new Set(
  [
    ...HUBSPOT_PHONES,
    ...Object.values(HUBSPOT_FIELDS).flat(),
    ...SOURCES.flatMap(({ signature, phones, further, fields }) => [
      ...signature,
      ...phones,
      ...further,
      ...Object.values(fields).flat(),
    ]),
  ].map(plainName),
)

/** Whether a header is one of those that are listed here; in lists a number may stand for any other. */
export function isKnownLabel(header: string): boolean {
  const name = plainName(header)
  return (
    /^[\p{L}\p{M}\p{N}\s().,:/_'’&-]*$/u.test(header) &&
    (KNOWN.has(name) || KNOWN.has(name.replace(/\b\d{1,2}\b/, 'n')) || labelKinds(namesOf(header)).length > 0)
  )
}
