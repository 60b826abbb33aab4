// What an app carries that imports one entry: a bundler leaves out all else.
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** The rooms of ours that are in the bundle, and the packages. */
async function partsOf(code: string): Promise<string[]> {
  const stdin = { contents: code, resolveDir: process.cwd() }
  const { metafile } = await build({
    stdin,
    bundle: true,
    metafile: true,
    format: 'esm',
    write: false,
    logLevel: 'error',
  })
  const [output] = Object.values(metafile.outputs)
  const kept = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  const parts = kept.map(([path]) => /^(?:dist|node_modules)\/([^/]+)/.exec(path)?.[1] ?? '')
  return [...new Set(parts)].filter((part) => part !== '').sort()
}

test.each([
  ['number', 'parseNumber', ['core', 'libphonenumber-js', 'text']],
  ['directory', 'buildSnapshot, contactFrom', ['core', 'libphonenumber-js', 'text']],
  ['phone', 'playCall', ['app', 'core', 'device', 'libphonenumber-js', 'text']],
])('ringsight/%s brings these alone: %s', async (entry, names, parts) => {
  expect(await partsOf(`export { ${names} } from 'ringsight/${entry}'`)).toEqual(parts)
})

test('an import that nobody uses brings nothing', async () => {
  const entries = ['number', 'directory', 'phone']
  expect(await partsOf(entries.map((entry) => `import 'ringsight/${entry}'`).join('\n'))).toEqual([])
})
