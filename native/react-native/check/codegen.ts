// Runs React Native's own codegen on the TurboModule spec, as an app's build does for either platform.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expectThat } from './expect.ts'
import { PACKAGE, run } from './tools.ts'

const require = createRequire(import.meta.url)

interface Schema {
  readonly modules: Readonly<Record<string, { readonly spec: { readonly methods: readonly { name: string }[] } }>>
}

/** @returns one line of what was generated into `folder`, as `android` and `ios` */
export function checkCodegen(folder: string): string {
  const schemaFile = join(folder, 'schema.json')
  const cli = (name: string) => require.resolve(`@react-native/codegen/lib/cli/combine/${name}`)
  const node = (...args: string[]) => run(process.execPath, args)
  node(cli('combine-js-to-schema-cli.js'), '--platform', 'android', schemaFile, join(PACKAGE, 'src'))
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as Schema
  const methods = schema.modules['NativeRingsight']?.spec.methods.map(({ name }) => name) ?? []
  const executor = join(dirname(require.resolve('react-native/package.json')), 'scripts', 'generate-specs-cli.js')
  for (const platform of ['android', 'ios']) {
    const out = join(folder, platform)
    mkdirSync(out)
    const names = ['--libraryName', 'RingsightSpec', '--javaPackageName', 'dev.ringsight.reactnative']
    const files = ['--schemaPath', schemaFile, '--outputDir', out]
    node(executor, '--platform', platform, ...files, '--libraryType', 'modules', ...names)
  }
  const java = readGenerated(join(folder, 'android'), 'NativeRingsightSpec.java')
  const protocol = readGenerated(join(folder, 'ios'), 'RingsightSpec.h')
  const kotlin = readOwn('android/src/main/java/dev/ringsight/reactnative/RingsightModule.kt')
  const objc = readOwn('ios/RingsightModule.mm')
  const lacking = methods.flatMap((name) => [
    ...(java.includes(`abstract void ${name}(`) && kotlin.includes(`override fun ${name}(`)
      ? []
      : [`${name} in Kotlin`]),
    ...(protocol.includes(`- (void)${name}:`) && objc.includes(`- (void)${name}:`) ? [] : [`${name} in Objective-C++`]),
  ])
  expectThat('every method is generated and implemented', lacking, [])
  const { version } = require('react-native/package.json') as { version: string }
  return `react-native ${version}: ${methods.length} methods, Java and Objective-C++ generated, each implemented by name`
}

function readGenerated(folder: string, name: string): string {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).find((entry) => entry.name === name)
  if (found === undefined) throw new Error(`expected codegen to write ${name}, found no such file`)
  return readFileSync(join(found.parentPath, name), 'utf8')
}

function readOwn(path: string): string {
  return readFileSync(join(PACKAGE, path), 'utf8')
}
