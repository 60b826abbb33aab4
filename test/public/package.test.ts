// What is packed: all that its pages link to, and nothing that is made to do harm.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' }),
) as [{ files: { path: string }[] }]
const files = packed.files.map(({ path }) => path)

test('no tests, no sources and no hostile fixtures', () => {
  expect(files.filter((file) => /^(?:test|src|bench|native)\/|hostile/.test(file))).toEqual([])
  expect(files).toContain('README.md')
})

test.each(files.filter((file) => file.endsWith('.md')))('%s links to files that are packed', (page) => {
  const links = Array.from(readFileSync(page, 'utf8').matchAll(/\]\(([^)#]+)/g), ([, link = '']) => link)
  const own = links.filter((link) => !link.includes(':')).map((link) => join(dirname(page), link))
  expect(own.filter((link) => !files.includes(link) && !files.some((file) => file.startsWith(`${link}/`)))).toEqual([])
})
