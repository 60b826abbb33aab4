// What a property says of lengths is what is drawn: fast-check draws some ten at most, unless it is told that more is meant.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const DRAWN = 10

test('whoever states a longer length states its size', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  )
  const short = files.flatMap((file) => {
    const text = readFileSync(join(import.meta.dirname, file), 'utf8')
    const stated = [...text.matchAll(/maxLength: ([\d_]+)\b(?!,\s*size: 'max')/g)]
    return stated.filter(([, most]) => Number(most?.replaceAll('_', '')) > DRAWN).map(([found]) => `${file}: ${found}`)
  })
  expect(short).toEqual([])
})
