// Puts what the commands load at once into few files, dist/bundle: to find and read a file for each module takes longer than
// most commands take to run.
import { copyFileSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { rolldown } from 'rolldown'

const dist = join(import.meta.dirname, 'dist')
const packages = realpathSync(join(import.meta.dirname, 'node_modules'))
const moduleOf = (name) => join(dist, `${name}.js`)

/**
 * What every command begins with, and the one that is to answer soonest: one file in CommonJS, which Node begins sooner than a
 * module, and can keep compiled. What of these is only loaded when it is needed is not run before.
 */
const START = {
  atOnce: ['terminal/world', 'terminal/paint', 'cli/program', 'cli/flags/shared', 'core/number/number'],
  later: ['cli/main', 'cli/number'],
}

// What is begun by itself, as a process or a thread.
const ENTRIES = [
  'cli/serve-desk',
  'cli/serve-keeper',
  'cli/page-command',
  'store/writer-thread',
  'store/postgres/database-thread',
]

// Begun while others wait for it: in one file of its own, which has nothing but what it needs.
const ALONE = 'check/range-thread'

/** A file each: what these modules import, and theirs; what several would have is in the first. */
const LOADED_AT_ONCE = {
  file: ['contact-file/contact-files', 'contact-file/csv/csv'],
  calls: ['cli/call'],
}

// Other packages are large, seldom needed, or have native parts.
const BUNDLED = ['commander', 'csv-stringify', 'env-paths', 'yaml']
const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8'))
const LOADED = Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !BUNDLED.includes(name))
const isOf = (name, module) => module === name || module.startsWith(`${name}/`)
const isLoaded = (module) => module.startsWith('node:') || LOADED.some((name) => isOf(name, module))

// commander would load what begins processes, for commands that are programs of their own. There are none.
const isUnneeded = (name, importer = '') => name === 'node:child_process' && importer.includes('commander')
const NOTHING = '\0nothing'
const WHOLE = '\0start'
const leaveOut = {
  name: 'leave-out',
  resolveId: (name, importer) => (isUnneeded(name, importer) ? NOTHING : null),
  load: (id) => (id === NOTHING ? 'module.exports = {}' : null),
}

// yaml for Node looks into the environment at each token, which takes a fifth of its time; for browsers it is the same without.
const INSTEAD = { yaml: join(packages, 'yaml/browser/index.js') }

const OPTIONS = {
  platform: 'node',
  resolve: { alias: INSTEAD },
  external: (name, importer) => isLoaded(name) && !isUnneeded(name, importer),
  onLog(_, { message }) {
    throw new Error(message)
  },
}

/** Makes dist/bundle of what tsc has built. */
export async function bundle() {
  const folder = join(dist, 'bundle')
  rmSync(folder, { recursive: true, force: true })
  const alone = await write(folder, { input: [moduleOf(ALONE)] }, false)
  const exports = await exportsOf(START.atOnce.map(moduleOf))
  const [start, commands] = await bundleStart([...exports.keys()])
  const groups = [{ debugName: 'loaded at once', name: openGroups() }]
  const input = [...ENTRIES.map((name) => [name.split('/').at(-1), moduleOf(name)]), ...[...commands].map((each) => [nameOf(each), each])]
  const others = await write(folder, { input: Object.fromEntries(input), plugins: [takeFrom(exports)] }, { includeDependenciesRecursively: false, groups })
  writeFileSync(join(folder, 'LICENSES.txt'), licencesOf([...alone, ...others, ...start.moduleIds]))
  // Last, for its time tells whether the bundle is current.
  writeFileSync(join(folder, 'start.cjs'), start.code)
}

/** `cli-call`, of dist/cli/call.js */
function nameOf(module) {
  return relative(dist, module).replace(/\.js$/, '').replaceAll(sep, '-')
}

/** All modules that these import, and they themselves, with what each exports. */
async function exportsOf(roots) {
  const exports = new Map()
  const look = {
    name: 'look',
    resolveId: (_name, _importer, { kind }) => (kind === 'dynamic-import' ? NOTHING : null),
    buildEnd() {
      for (const id of importsOf(roots, this)) exports.set(id, this.getModuleInfo(id)?.exports ?? [])
    },
  }
  const looking = await rolldown({ ...OPTIONS, input: roots, plugins: [look, leaveOut] })
  await looking.generate()
  await looking.close()
  return new Map([...exports].filter(([id]) => id.startsWith(dist)))
}

/** Bundles the modules, by their paths, and `run`. @returns it, and the modules that it begins as files of their own */
async function bundleStart(modules) {
  const later = START.later.map(moduleOf)
  const commands = new Set()
  const whole = [
    ...modules.map((module, at) => `import * as m${at} from ${JSON.stringify(module)}`),
    `export const modules = { ${modules.map((module, at) => `${JSON.stringify(nameOf(module))}: m${at}`).join(', ')} }`,
    `export const run = () => import(${JSON.stringify(moduleOf('cli/main'))})`,
  ]
  const begin = {
    name: 'begin',
    resolveId(name, importer, { kind }) {
      if (name === WHOLE) return WHOLE
      if (kind !== 'dynamic-import') return null
      const module = resolve(dirname(importer), name)
      if (later.includes(module)) return null
      commands.add(module)
      return { id: `./${nameOf(module)}.js`, external: true }
    },
    load: (id) => (id === WHOLE ? whole.join('\n') : null),
  }
  const bundling = await rolldown({ ...OPTIONS, input: WHOLE, plugins: [begin, leaveOut] })
  const { output } = await bundling.generate({ format: 'cjs', codeSplitting: false, comments: false })
  await bundling.close()
  return [output[0], commands]
}

/** In the place of modules that are in start.cjs: what they export, from there. */
function takeFrom(exports) {
  return {
    name: 'take-from-start',
    resolveId: (name) => (name === WHOLE ? WHOLE : null),
    load(id) {
      if (id === WHOLE) {
        return `import { createRequire } from 'node:module'\nexport const { modules } = createRequire(import.meta.url)('./start.cjs')`
      }
      const names = exports.get(id)
      if (names === undefined) return null
      return `import { modules } from ${JSON.stringify(WHOLE)}\nexport const { ${names.join(', ')} } = modules[${JSON.stringify(nameOf(id))}]`
    },
  }
}

function openGroups() {
  let groups = null
  return (id, context) => {
    groups ??= Object.entries(LOADED_AT_ONCE).map(([name, roots]) => [name, importsOf(roots.map(moduleOf), context)])
    return groups.find(([, imports]) => imports.has(id))?.[0] ?? null
  }
}

function importsOf(roots, context) {
  const imports = new Set()
  const waiting = [...roots]
  while (waiting.length > 0) {
    const id = waiting.pop()
    if (imports.has(id)) continue
    imports.add(id)
    waiting.push(...(context.getModuleInfo(id)?.importedIds ?? []))
  }
  return imports
}

/** Bundles what is begun by these modules. @returns the modules that are in it */
async function write(folder, { input, plugins = [] }, codeSplitting) {
  const bundling = await rolldown({ ...OPTIONS, input, preserveEntrySignatures: 'allow-extension', plugins: [...plugins, leaveOut] })
  const { output } = await bundling.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    codeSplitting,
  })
  await bundling.close()
  return output.flatMap(({ moduleIds = [] }) => moduleIds)
}

/** Makes dist/page, what a browser loads: src/page and what it uses of the core in one file. */
export async function bundlePage() {
  const source = join(import.meta.dirname, 'src/page')
  const folder = join(dist, 'page')
  const bundling = await rolldown({
    input: join(source, 'main.tsx'),
    platform: 'browser',
    onLog(_, { message }) {
      throw new Error(message)
    },
  })
  rmSync(folder, { recursive: true, force: true })
  const { output } = await bundling.write({ file: join(folder, 'page.js'), format: 'esm', minify: true })
  await bundling.close()
  copyFileSync(join(source, 'index.html'), join(folder, 'index.html'))
  const styles = ['base', 'controls', 'answers', 'phones'].map((name) => join(source, 'style', `${name}.css`))
  writeFileSync(join(folder, 'page.css'), styles.map((path) => readFileSync(path, 'utf8')).join('\n'))
  writeFileSync(join(folder, 'LICENSES.txt'), licencesOf(output.flatMap(({ moduleIds = [] }) => moduleIds)))
}

/** Of the packages in the bundle. */
function licencesOf(modules) {
  const inside = modules.filter((id) => id.startsWith(packages)).map((id) => id.slice(packages.length + 1))
  const folders = [...new Set(inside.map((path) => path.match(/^(?:@[^/]+\/)?[^/]+/)[0]))].sort()
  const texts = folders.map((name) => {
    const file = readdirSync(join(packages, name)).find((each) => /^licen[cs]e/i.test(each))
    if (file === undefined) throw new Error(`expected a licence of ${name}, found none`)
    return `${name}\n\n${readFileSync(join(packages, name, file), 'utf8').trim()}\n`
  })
  return texts.join('\n\n')
}
