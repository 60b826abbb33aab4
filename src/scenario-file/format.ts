// The format of scenarios as a whole: the keys of a document, and the JSON Schema that editors complete and check by. Each
// key's shape is in the file of its noun.
import { safeLine } from '../text/safe.ts'
import { contacts } from './contact-shape.ts'
import { matrixShape } from './matrix.ts'
import type { Node } from './node.ts'
import { nestedPhoneKey, PHONE_KEYS, phone } from './phone-shape.ts'
import { instant } from './scalars.ts'
import { field, fields, type JsonSchema, listOf, mapOf, needed, pattern, type Shape, scalar, text } from './shape.ts'
import { step } from './step-shape.ts'

/** Of an included file, and of a document once its matrix is applied: as they stand, variables not yet filled in. */
export interface IncludedParts {
  readonly include?: Node
  readonly variables?: Node
  readonly starts?: Node
  readonly phone?: Node
  readonly contacts?: Node
}

export interface DocumentParts extends IncludedParts {
  readonly name: Node
  readonly tags?: Node
  readonly matrix?: Node
  readonly steps: Node
}

// Parts are read case by case, when their variables have values: until then a part is the node itself.
function later({ wanted, schema }: Pick<Shape<unknown>, 'wanted' | 'schema'>): Shape<Node> {
  return { wanted, schema, read: (node) => node }
}

export const tags = listOf(
  pattern('a tag without spaces', /^[^\s,]{1,100}$/, (found) => (safeLine(found) === found ? found : undefined)),
)
export const starts = instant()
export const caseName = scalar('a name', { type: ['string', 'number'] }, (found) => safeLine(found) || undefined)
export const steps = listOf(step, 1, 'a list of steps')
const anything: Shape<Node> = { wanted: 'a value', schema: () => ({}), read: (node) => node }

const shared = {
  include: field(
    later(listOf(text('a file'))),
    'Files whose phone, contacts, variables and starts are the defaults of this one.',
  ),
  variables: field(
    later(mapOf('variables by name', anything)),
    `Values by name: \${name} stands for one in any text, and alone also for a list or a map.`,
  ),
  starts: field(later(starts), 'When the first step happens; 2026-06-30T09:00:00Z unless stated.'),
  phone: field(later(phone), 'The phone before the first step.'),
  contacts: field(later(contacts), "The CRM's contacts: a list, a file, or {generate: 1000}."),
}

export const documentShape = fields<DocumentParts>(
  'a scenario',
  {
    name: needed(later(caseName), 'What must be so, as a sentence.'),
    tags: field(later(tags), 'Words to choose it by: requirements and rules that it proves, such as R-10.'),
    ...shared,
    matrix: field(
      later(matrixShape),
      'Makes a case of each combination, or row. Keys are variables; those of the phone also set it: settings.log-calls.',
    ),
    steps: needed(later(steps), 'What is done, and what must be seen.'),
  },
  (key) => {
    if (PHONE_KEYS.includes(key)) return 'it belongs under phone'
    const nested = nestedPhoneKey(key)
    return nested && `it belongs under phone, ${nested.split('.')[0]}`
  },
)

export const includedShape = fields<IncludedParts>('an included file', shared, (key) =>
  documentShape.keys.includes(key) ? 'it belongs into the file that includes this one' : null,
)

/** The JSON Schema (draft 7) of one document, with descriptions for editors. Built from the shapes that read it. */
export function scenarioSchema(): object {
  const parts: Record<string, JsonSchema> = { variable: { type: 'string', pattern: '\\$\\{[^{}]+\\}' } }
  const schema = documentShape.schema(parts)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Ringsight scenario',
    description: 'A phone, its contacts, what is done, and what must be seen.',
    ...schema,
    definitions: parts,
  }
}
