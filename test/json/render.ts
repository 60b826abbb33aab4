// docs/json.md and the JSON Schemas, made of the table of lines.
import { type Fields, type Form, schemaOf } from './form.ts'
import { COMMANDS, type Command } from './lines.ts'

/** The file of a command's schema: `sync-status.json`. */
export function schemaFile(command: string): string {
  return `${command.replaceAll(' ', '-')}.json`
}

/** The schema of any line that a command prints. */
export function renderSchema(command: string, { about, lines }: Command): string {
  const definitions = Object.entries(lines).flatMap(([type, forms]) =>
    forms.map((fields, index) => [nameOf(type, index), schemaOf(withType(type, fields))] as const),
  )
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `A line of ringsight ${command} --json`,
    description: about,
    oneOf: definitions.map(([name]) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(definitions),
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

function withType(type: string, fields: Fields): Fields {
  return { type: [{ text: '', schema: { const: type } }, 'the kind of line'], ...fields }
}

function nameOf(type: string, index: number): string {
  return index === 0 ? type : `${type}-${index + 1}`
}

const INTRODUCTION = `# What \`--json\` prints

One vocabulary for every command. This page and the JSON Schemas in \`schemas/\` are made of one table, and a test holds every
command to it.

- Each line is one object with a \`type\`. The last line is the \`summary\`; it comes once. A command that prints one object
  prints the summary alone. Output without a summary did not come to its end: the status is then not 0, and stderr says why.
- No field is ever missing: what is absent is \`null\`, an empty list, or an empty text.
- One word means one thing everywhere: \`contacts\` and \`numbers\` are counts; \`identifiable\` counts contacts that are identified
  when they call, \`identifiableNumbers\` numbers; \`rejected\` counts what cannot be read, \`removed\` contacts that are here no
  longer; \`sent\`, \`waiting\` and \`parked\` count outcomes; \`drafts\` outcome screens that were left unsaved.
- Instants are ISO 8601 in UTC, in \`at\` and in fields that end with \`At\`. Durations are seconds, in fields that end with
  \`Seconds\`. Ids are texts. True and false are in fields that begin with \`is\` or \`has\`; only a phone's \`settings\` are named as
  its switches are.
- A kind is a word, in \`kind\`, \`reason\`, \`code\`, \`state\` and the like; a sentence may stand beside it as \`message\`, and what
  to do as \`fix\`. New words may come.

In a script:

\`\`\`sh
ringsight sync status --json | jq .parked
ringsight check export.csv --json | jq -r 'select(.type == "finding" and .severity == "error") | [.row, .value] | @tsv'
\`\`\`

With ajv (\`npm install ajv\`), any line of a command is held to its schema:

\`\`\`js
import Ajv from 'ajv/dist/2020.js'
import schema from 'ringsight/schemas/call.json' with { type: 'json' }

const isLine = new Ajv().compile(schema)
\`\`\`

\`check --report FILE.json\` writes one document, \`{"findings": […], "file": {…}}\`: the lines of the same names, each finding with its
sentence as \`message\`. \`run --reporter json=FILE\` writes the lines of \`run\`.

Exit codes are the same in every command: 0 done · 1 a negative answer · 2 used wrongly, or unreadable input · 3 an outside
system failed · 130 interrupted.
`

/** The page. @param exampleOf a line that a test produced */
export function renderPage(exampleOf: (command: string, line: string) => string): string {
  const sections = Object.entries(COMMANDS).map(([command, { about, lines }]) => {
    const forms = Object.entries(lines).flatMap(([type, all]) =>
      all.map((fields, index) => renderLine(type, fields, exampleOf(command, nameOf(type, index)))),
    )
    return [
      `## ringsight ${command}`,
      `${about} Schema: [${schemaFile(command)}](../schemas/${schemaFile(command)}).`,
      ...forms,
    ]
  })
  return `${[INTRODUCTION.trimEnd(), ...sections.flat()].join('\n\n')}\n`
}

function renderLine(type: string, fields: Fields, example: string): string {
  const rows = rowsOf(fields, '').map(([name, form, meaning]) => `| \`${name}\` | ${form} | ${meaning} |`)
  const table = rows.length === 0 ? [] : ['', '| field | form | meaning |', '|---|---|---|', ...rows]
  return [`### \`${type}\``, ...table, '', '```json', example, '```'].join('\n')
}

function rowsOf(fields: Fields, path: string): (readonly [name: string, form: string, meaning: string])[] {
  return Object.entries(fields).flatMap(([name, [form, meaning]]) => [
    [path + name, form.text, meaning] as const,
    ...rowsOf(form.fields ?? {}, `${path}${name}${isList(form) ? '[]' : ''}.`),
  ])
}

function isList({ text }: Form): boolean {
  return text.startsWith('list')
}
