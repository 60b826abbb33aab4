// The public API: a change of it is seen in the diff of its report, and every name has its reason and its comment.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NAMES, renderReport } from './surface.ts'

const REPORT = 'api/ringsight.api.md'

test('the report of the API is of this API: UPDATE=1 rewrites it', () => {
  const report = renderReport()
  if (process.env['UPDATE']) writeFileSync(REPORT, report)
  expect(readFileSync(REPORT, 'utf8')).toBe(report)
})

test.each(NAMES)('$entry: $name has a comment', ({ comment }) => expect(comment).not.toBe(''))

const binding = ['src', 'test', 'check'].flatMap((folder) => {
  const path = join('native/react-native', folder)
  return readdirSync(path)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(path, file), 'utf8'))
})
const uses = [readFileSync('docs/api.md', 'utf8'), ...binding].join('\n')

test.each(NAMES.filter(({ isValue }) => isValue))('$entry: an example or the binding uses $name', ({ name }) => {
  expect(uses).toMatch(new RegExp(`\\b${name}\\b`))
})
