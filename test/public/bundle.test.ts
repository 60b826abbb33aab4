// What is loaded with an entry, and what of it an app carries: a bundler leaves out what is not used.
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** The rooms of ours and the packages that are reached from an import, and those of which something is left in the bundle. */
async function partsOf(code: string): Promise<{ reached: string[]; kept: string[] }> {
  const stdin = { contents: code, resolveDir: process.cwd() }
  const options = { bundle: true, metafile: true, format: 'esm', write: false, logLevel: 'silent' } as const
  const { metafile } = await build({ stdin, ...options })
  const [output] = Object.values(metafile.outputs)
  const kept = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  return { reached: roomsOf(Object.keys(metafile.inputs)), kept: roomsOf(kept.map(([path]) => path)) }
}

function roomsOf(paths: readonly string[]): string[] {
  const rooms = paths.map((path) => /^(?:dist|node_modules)\/([^/]+)/.exec(path)?.[1] ?? '')
  return [...new Set(rooms)].filter((room) => room !== '' && room !== 'public').sort()
}

// For a browser: an import of Node's would fail.
test.each([
  ['number', ['core', 'text']],
  ['directory', ['core', 'text']],
  ['phone', ['app', 'core', 'device', 'text']],
])('ringsight/%s reaches %s and nothing else', async (entry, rooms) => {
  expect((await partsOf(`export * from 'ringsight/${entry}'`)).reached).toEqual(rooms)
})

test('what nobody uses is left out', async () => {
  const used = await partsOf(
    "import { parseNumber } from 'ringsight/number'\nimport 'ringsight/phone'\nparseNumber('')",
  )
  expect(used.kept).toEqual(['core', 'text'])
  expect((await partsOf("import { playCall } from 'ringsight/phone'")).kept).toEqual([])
})
