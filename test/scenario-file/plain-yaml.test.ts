// What the plain reader reads of YAML is what the library reads of it, node by node; whatever is more than plain it leaves alone.
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newSource, type Source } from '../../src/scenario-file/node.ts'
import { readPlainYaml } from '../../src/scenario-file/plain-yaml.ts'
import { readAnyYaml } from '../../src/scenario-file/yaml.ts'

const SCENARIO = `# A comment
name: "A call: missed"
tags: [R-10, 'AND-20',  two words\u00a0 ]  # and another
contacts:
  - {id: 101, name: Anna O'Brien, mobile: "+353871234567", note: {}, links: []}

  - id:  102
    name: Ben #2
steps:
- call: +353871234567
- expect:
    card:
      Anna O'Brien
- - accept
  -
    - advance: 95s
---
-5: http://localhost:80/#top
`

function byLibrary(source: Source): unknown {
  const problems: string[] = []
  const documents = readAnyYaml(source, (_place, message) => void problems.push(message))
  return problems.length === 0 ? documents.map(({ root }) => root) : problems
}

/** Whether the text is plain. */
function compare(text: string): boolean {
  const source = newSource('a.yaml', text)
  const plain = readPlainYaml(source)
  if (plain !== null) expect(plain).toEqual(byLibrary(source))
  return plain !== null
}

test('what scenarios are usually written in is plain', () => {
  expect(compare(SCENARIO)).toBe(true)
})

test.each([
  ['nothing', ''],
  ['a comment alone', '# a\n'],
  ['a text alone', 'a\n'],
  ['an anchor', 'a: &b c\n'],
  ['an alias', 'a: *b\n'],
  ['a tag', 'a: !!str b\n'],
  ['a merge', '<<: {a: b}\n'],
  ['a block of text', 'a: |\n  b\n'],
  ['a text that goes on', 'a: b\n  c\n'],
  ['an item that goes on', '- a\n  b\n'],
  ['a dash among keys', 'a: b\n- c\n'],
  ['a text in quotes that goes on', 'a: "b\n  c"\n'],
  ['braces that go on', 'a: {b: c,\n  d: e}\n'],
  ['an escape', 'a: "\\n"\n'],
  ['a mark that stands for itself', "a: 'it''s'\n"],
  ['nothing after a key', 'a:\nb: c\n'],
  ['nothing after a dash', '-\n- a\n'],
  ['a key twice', 'a: b\na: c\n'],
  ['a key within brackets', '[a: b]\n'],
  ['a colon before a comma', '[a:, b]\n'],
  ['a tab', 'a:\tb\n'],
  ['a carriage return', 'a: b\r\n'],
  ['a directive', '%YAML 1.2\n---\na: b\n'],
  ['a document of comments', 'a: b\n---\n# c\n'],
  ['lists within lists within lists', '['.repeat(30) + ']'.repeat(30)],
])('%s is left to the library', (_, text) => expect(readPlainYaml(newSource('a.yaml', text))).toBeNull())

test('scenarios that are there are read the same', () => {
  const folder = 'fixtures/scenarios'
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'))
  for (const name of names) compare(readFileSync(`${folder}/${name}`, 'utf8'))
})

const PARTS = (
  'a|b|- |-|:|: | |  |\n|\n  |\n    |\n- |#| #|"|\'|"x y"|{|}|[|]|,|, |{a: 1}|[x, y]|+353|-1|?|? |>|&a|*a|!t|<<|...|---|\n---\n|%|@|`|$|~|' +
  'null|é|\u00a0|//|a:b|\\|k: v\n|- a: b\n|=|\'\'|"a": |\t|\ufeff'
).split('|')
const part = fc.constantFrom('|', ...PARTS)

test('texts of any parts are read the same', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
      compare(parts.join(''))
    }),
    { numRuns: 3000 },
  )
})

test('a scenario that is changed anywhere is read the same', () => {
  const place = fc.nat({ max: SCENARIO.length })
  fc.assert(
    fc.property(fc.array(fc.tuple(place, fc.nat({ max: 4 }), part), { minLength: 1, maxLength: 3 }), (changes) => {
      compare(changes.reduce((text, [at, gone, more]) => text.slice(0, at) + more + text.slice(at + gone), SCENARIO))
    }),
    { numRuns: 1500 },
  )
})
