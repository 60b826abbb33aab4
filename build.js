// Builds dist/ from src/, and the bundle of it: only where something has changed, with a line that says so. What no source makes
// any more is removed.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const root = import.meta.dirname
const dist = join(root, 'dist')
// Within dist/, so that whoever removes dist/ removes what tsc knows of it.
const info = join(dist, '.tsbuildinfo')

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const pageSource = join(root, 'src/page')
const sources = filesIn(join(root, 'src')).filter((file) => /\.tsx?$/.test(file) && !file.startsWith(pageSource + sep))
const madeOf = (source) => {
  const bare = join(dist, relative(join(root, 'src'), source)).replace(/\.tsx?$/, '')
  return source.endsWith('.d.ts') ? [] : [`${bare}.js`, `${bare}.d.ts`]
}

const made = new Set(sources.flatMap(madeOf))
const bundled = join(dist, 'bundle')
const page = join(dist, 'page')
for (const file of existsSync(dist) ? filesIn(dist) : []) {
  if ([bundled, page].some((folder) => file.startsWith(folder + sep))) continue
  if (/\.(?:js|d\.ts)$/.test(file) && !made.has(file)) rmSync(file)
}

// tsc writes again only what it takes for changed: where something else is missing, it has to forget what it knows.
const timeOf = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
const isLost = (source) => timeOf(source) <= timeOf(info) && !madeOf(source).every((file) => existsSync(file))
if (sources.some(isLost)) rmSync(info)

const builtAt = timeOf(info)
const inputs = ['tsconfig.json', 'tsconfig.build.json', 'package.json'].map((name) => join(root, name))
const changed = [...sources, ...inputs].filter((file) => timeOf(file) > builtAt)
if (changed.length > 0) {
  const what = builtAt === 0 ? 'all of it, some 15 seconds' : `${changed.length} ${changed.length === 1 ? 'file has' : 'files have'} changed`
  process.stderr.write(`Building Ringsight: ${what}.\n`)
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  try {
    execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { cwd: root, stdio: 'inherit' })
  } catch (error) {
    process.exit(error.status ?? 1)
  }
  // tsc leaves its file as it is where only times had changed.
  utimesSync(info, new Date(), new Date())
}

// After tsc, whoever ran it.
const makers = [info, join(root, 'bundle.js')]
const bundledAt = timeOf(join(bundled, 'start.cjs'))
if (makers.some((file) => timeOf(file) >= bundledAt)) await (await import('./bundle.js')).bundle()

// What is hot is compiled to WebAssembly. Memory is in pages of 64 KB.
const kernelSource = join(root, 'native/kernel')
const kernels = { kernel: ['--initialMemory', '180', '--maximumMemory', '180'], seen: ['--maximumMemory', '2100'] }
for (const [name, memory] of Object.entries(kernels)) {
  const kernel = join(dist, `${name}.wasm`)
  if (!filesIn(kernelSource).some((file) => timeOf(file) >= timeOf(kernel))) continue
  const asc = join(root, 'node_modules/assemblyscript/bin/asc.js')
  const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', ...memory]
  try {
    execFileSync(process.execPath, [asc, join(kernelSource, `${name}.ts`), '-o', kernel, ...flags], { cwd: root, stdio: 'inherit' })
  } catch (error) {
    process.exit(error.status ?? 1)
  }
}

const pageAt = timeOf(join(page, 'page.js'))
if ([...filesIn(pageSource), ...makers].some((file) => timeOf(file) >= pageAt)) await (await import('./bundle.js')).bundlePage()
