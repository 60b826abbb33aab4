// Compiles the module's Kotlin, with what codegen wrote, against React Native's published classes and Android's own.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { NATIVE, need, PACKAGE, run } from './tools.ts'

/**
 * @param folder with what codegen wrote in `android`; the classes come beside it
 * @returns one line of what was compiled against what
 */
export function checkKotlin(folder: string): string {
  need('mvn', 'install a JDK 17 and Maven 3.8 (apt-get install openjdk-17-jdk-headless maven)')
  const library = join(NATIVE, 'android')
  const list = 'dependency:build-classpath'
  run('mvn', ['-q', '-B', '-DskipTests', 'compile', list, '-Dmdep.outputFile=target/classpath.txt'], library)
  const ownList = join(folder, 'classpath.txt')
  run('mvn', ['-q', '-B', '-f', join(PACKAGE, 'check/kotlin/pom.xml'), list, `-Dmdep.outputFile=${ownList}`])
  const own = readFileSync(ownList, 'utf8').trim().split(delimiter)
  const archive = own.find((path) => path.endsWith('.aar'))
  if (archive === undefined) throw new Error('expected an archive of React Native among the dependencies, found none')
  run('jar', ['xf', archive, 'classes.jar'], folder)
  const jars = own.filter((path) => path.endsWith('.jar')).join(delimiter)
  const target = join(library, 'library/target')
  const android = readFileSync(join(target, 'classpath.txt'), 'utf8').trim()
  const out = join(folder, 'classes')
  mkdirSync(out)
  const against = [android, join(target, 'classes'), join(folder, 'classes.jar'), jars].join(delimiter)
  const java = filesOf(join(folder, 'android'), '.java')
  run('javac', ['-nowarn', '-d', out, '-cp', against, ...java])
  const compiler = [
    '-cp',
    jars,
    'org.jetbrains.kotlin.cli.jvm.K2JVMCompiler',
    '-no-stdlib',
    '-Werror',
    '-jvm-target',
    '17',
  ]
  run('java', [...compiler, '-d', out, '-cp', [out, against].join(delimiter), join(PACKAGE, 'android/src/main/java')])
  const [version] = /react-android-[\d.]+\d/.exec(archive) ?? ['react-android']
  return `${filesOf(out, '.class').length} classes against ${version} and Android's API 34, warnings as errors`
}

function filesOf(folder: string, ending: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.filter(({ name }) => name.endsWith(ending)).map(({ parentPath, name }) => join(parentPath, name))
}
