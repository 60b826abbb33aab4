// npx tsx test/native/android-planted.run.ts [WORDS]: plants bugs in the Kotlin library, one at a time, and expects the scenarios to find
// each; with words, those whose description has them. The library is built (native/android/test.sh), and Maven has the compiler that
// built it: only the file with the bug is compiled anew.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Bug {
  /** What a user would see of it. */
  readonly does: string
  readonly module: 'core' | 'library'
  readonly file: string
  readonly right: string
  readonly wrong: string
  /** The scenarios that find it, below fixtures/scenarios/pass. */
  readonly foundBy: string
}

const BUGS: readonly Bug[] = [
  {
    does: 'asks for an outcome before the call log has said how the call ended (AND-33)',
    module: 'core',
    file: 'CallSigns.kt',
    right: 'if (awaited.postCall || awaited.callLog) return quiet(next)',
    wrong: 'if (awaited.postCall) return quiet(next)',
    foundBy: 'android/end-of-call/late-row.yaml',
  },
  {
    does: 'tells of a call as missed that the user has turned down (R-10)',
    module: 'core',
    file: 'CallEnd.kt',
    right: 'event.cause == "REJECTED" -> CallResult.REJECTED',
    wrong: 'event.cause == "REJECTED" -> CallResult.MISSED',
    foundBy: 'android/end-of-call/post-call.yaml',
  },
  {
    does: 'asks for the outcome of calls that were dialled outside the app, though nobody wants that (R-14)',
    module: 'core',
    file: 'FollowUp.kt',
    right: 'logCalls == LogCalls.UNTOUCHED -> record.direction == Direction.INCOMING',
    wrong: 'logCalls == LogCalls.UNTOUCHED -> record.direction != null',
    foundBy: 'calls/outgoing.yaml',
  },
  {
    does: 'names the CRM contact over the phone’s own address book (R-04)',
    module: 'core',
    file: 'Caller.kt',
    right: 'isSaved -> Caller.Saved',
    wrong: 'isSaved && match == null -> Caller.Saved',
    foundBy: 'android/screening/contacts.yaml',
  },
  {
    does: 'reads a row of the call log for another kind of call (AND-33)',
    module: 'library',
    file: 'CallLogWatch.kt',
    right: 'Calls.REJECTED_TYPE to CallResult.REJECTED',
    wrong: 'Calls.REJECTED_TYPE to CallResult.MISSED',
    foundBy: 'android/end-of-call/before-android-11.yaml',
  },
  {
    does: 'asks for the outcome of a call that goes on through a sign-in (R-11)',
    module: 'core',
    file: 'CallEnd.kt',
    right: 'if (row.isBeforeSignIn) return quiet(session)',
    wrong: 'if (row.isBeforeSignIn && row.spokenMs < 0) return quiet(session)',
    foundBy: 'sync/signing-in-again.yaml',
  },
  {
    does: 'takes a POST_CALL for the end of a call from before the role (AND-30)',
    module: 'core',
    file: 'CallEnd.kt',
    right: 'open.filter { !it.isIdentified && !it.isUnreported }',
    wrong: 'open.filter { !it.isIdentified }',
    foundBy: 'calls/which-call.yaml',
  },
  {
    does: 'keeps whom the user has chosen through a sign-out (R-31)',
    module: 'library',
    file: 'CallerId.kt',
    right: 'choices.clear()',
    wrong: 'choices.count',
    foundBy: 'identifying/chosen.yaml',
  },
  {
    does: 'does not try a sync that failed again (R-16)',
    module: 'library',
    file: 'SyncJobService.kt',
    right: 'jobFinished(params, history.failures > 0 && nextSyncAt(history, at) != null)',
    wrong: 'jobFinished(params, false)',
    foundBy: 'sync/failed.yaml',
  },
  {
    does: 'does not have its daily job again after a force-stop (AND-27)',
    module: 'library',
    file: 'CallerId.kt',
    right: 'if (settings.isSignedIn) SyncJobService.schedule(context)',
    wrong: 'if (!settings.isSignedIn) SyncJobService.schedule(context)',
    foundBy: 'android/life/force-stop.yaml',
  },
  {
    does: 'puts its card where a locked phone hides it (AND-55)',
    module: 'library',
    file: 'CallPresenter.kt',
    right: 'WindowManager.LayoutParams.FLAG_NOT_FOCUSABLE or WindowManager.LayoutParams.FLAG_SHOW_WHEN_LOCKED',
    wrong: 'WindowManager.LayoutParams.FLAG_NOT_FOCUSABLE',
    foundBy: 'android/surfaces/locked.yaml',
  },
  {
    does: 'tells of a second missed call in the place of the first (R-10)',
    module: 'library',
    file: 'CallPresenter.kt',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Kotlin's
    right: '"${System.currentTimeMillis()}-${told.incrementAndGet()}"',
    wrong: '"missed"',
    foundBy: 'calls/missed.yaml',
  },
  {
    does: 'takes its card away while the phone rings on (R-09)',
    module: 'library',
    file: 'CallPresenter.kt',
    right: 'private const val LONGEST_RING_MS = 120_000L',
    wrong: 'private const val LONGEST_RING_MS = 60_000L',
    foundBy: 'calls/missed.yaml',
  },
  {
    does: 'says nothing of a battery setting that holds the sync back (AND-64)',
    module: 'core',
    file: 'Access.kt',
    right: ') { it.isBackgroundRestricted },',
    wrong: ') { it.isBackgroundRestricted && !it.isSignedIn },',
    foundBy: 'android/jobs/battery.yaml',
  },
]

const ANDROID = 'native/android'
const classPath = readFileSync(`${ANDROID}/library/target/class-path.txt`, 'utf8').trim()
const compiler = compilerPath()

/** The compiler that Maven's plugin has fetched, of the version of the standard library. */
function compilerPath(): string {
  const [, kotlin = '', version = ''] =
    /([^:]*\/org\/jetbrains\/kotlin)\/kotlin-stdlib\/([^/]+)\//.exec(classPath) ?? []
  const own = ['compiler-embeddable', 'daemon-embeddable', 'script-runtime', 'stdlib'].map(
    (name) => `${kotlin}/kotlin-${name}/${version}/kotlin-${name}-${version}.jar`,
  )
  const others = [`${kotlin}/kotlin-reflect`, `${kotlin}x/kotlinx-coroutines-core-jvm`].flatMap(jarsIn)
  const annotations = classPath.split(':').filter((path) => path.includes('/org/jetbrains/annotations/'))
  return [...own, ...others, ...annotations].join(':')
}

function jarsIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files.filter((file) => file.endsWith('.jar')).map((file) => join(folder, file))
}

function plant({ module, file, right, wrong }: Bug, folder: string): void {
  const path = `${ANDROID}/${module}/src/main/kotlin/dev/ringsight/${module === 'core' ? 'core' : 'android'}/${file}`
  const code = readFileSync(path, 'utf8')
  if (code.split(right).length !== 2) throw new Error(`expected one place in ${path} with: ${right}`)
  const source = join(folder, file)
  writeFileSync(source, code.replace(right, wrong))
  const classes = `${ANDROID}/${module}/target/classes`
  execFileSync('java', [
    ...['-XX:TieredStopAtLevel=1', '-cp', compiler, 'org.jetbrains.kotlin.cli.jvm.K2JVMCompiler'],
    ...['-no-stdlib', '-no-reflect', '-nowarn', '-jvm-target', '17', '-module-name', `ringsight-${module}`],
    ...[`-Xfriend-paths=${classes}`, '-cp', `${classes}:${classPath}`, '-d', join(folder, 'classes'), source],
  ])
}

const [words = ''] = process.argv.slice(2)
const bugs = BUGS.filter(({ does }) => does.includes(words))
let missed = 0
for (const bug of bugs) {
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-planted-'))
  try {
    plant(bug, folder)
    const env = { ...process.env, RINGSIGHT_CLASSES: join(folder, 'classes') }
    const args = ['--import', 'tsx', 'test/native/android-corpus.run.ts', `fixtures/scenarios/pass/${bug.foundBy}`]
    const ran = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
    const found = ran.stdout.split('\n').filter((line) => line.startsWith('disagreed: '))
    const isFound =
      ran.status === 1 && found.length > 0 && !found.some((line) => /the app (?:ended|did not)/.test(line))
    console.log(`${isFound ? 'found' : 'NOT FOUND'}: ${bug.does}\n  ${found[0] ?? ran.stderr.slice(-400)}`)
    if (!isFound) missed += 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
console.log(`planted ${bugs.length}, found ${bugs.length - missed}`)
if (missed > 0) process.exitCode = 1
