// The published JSON Schema says the same as the reader, as far as a schema can see.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { scenarioSchema } from '../../src/scenario-file/format.ts'

const isValid = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false }).compile(scenarioSchema())
const FOLDER = 'fixtures/scenarios'

function documentsOf(path: string): unknown[] | null {
  const documents = parseAllDocuments(readFileSync(path, 'utf8'))
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return null
  try {
    return documents.map((document) => document.toJS())
  } catch {
    return null
  }
}

const invalid = readdirSync(join(FOLDER, 'invalid')).filter((name) => name.endsWith('.yaml') && !name.startsWith('_'))

describe('the JSON Schema refuses', () => {
  test.each(invalid)('%s, if a schema can see what is wrong', (name) => {
    const path = join(FOLDER, 'invalid', name)
    const documents = documentsOf(path)
    if (documents === null) return
    expect(documents.every((each) => isValid(each))).toBe(
      readFileSync(path, 'utf8').includes('\n# schema: cannot see it\n'),
    )
  })
})

describe('the JSON Schema accepts', () => {
  for (const folder of ['pass', 'fail']) {
    const files = readdirSync(join(FOLDER, folder), { recursive: true, encoding: 'utf8' })
    const scenarios = files.filter((name) => /(?:^|\/)[^_/][^/]*\.ya?ml$/.test(name))
    test.each(scenarios)(`${folder}/%s`, (name) => {
      for (const document of documentsOf(join(FOLDER, folder, name)) ?? []) {
        isValid(document)
        expect(isValid.errors).toBeNull()
      }
    })
  }
})
