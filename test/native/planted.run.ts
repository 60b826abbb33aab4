// npx tsx test/native/planted.run.ts: seven bugs planted in a copy of the Swift package, one at a time, each found by the corpus.
import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PASS } from './corpus.ts'
import { playIphones } from './iphone.ts'

const PLANTS = [
  {
    name: 'gone',
    what: 'an incremental load does not take away the label of a contact that is gone',
    file: 'DirectoryLoad.swift',
    right: 'sink.remove(Int64(before.number))',
    wrong: 'if isNew || !isPlanted("gone") { sink.remove(Int64(before.number)) }',
    foundBy: 'ios/stale-label.yaml | A contact that is deleted keeps its label until the next load',
  },
  {
    name: 'stays',
    what: 'a sign-out leaves the labels to iOS',
    file: 'CallDirectory.swift',
    right: 'try folder.signOut()\n        await reload()',
    wrong: 'try folder.signOut()\n        if !isPlanted("stays") { await reload() }',
    foundBy: 'ios/sign-out.yaml | Signing out takes the labels away',
  },
  {
    name: 'again',
    what: 'a load with more entries than iOS takes is tried again',
    file: 'Reload.swift',
    right: 'case 5:',
    wrong: 'case 5 where !isPlanted("again"):',
    foundBy:
      'ios/load-errors.yaml | A load that would fail the same way is not tried again (code: 5, name: maximumEntriesExceeded)',
  },
  {
    name: 'unsaid',
    what: 'a choice that was taken back keeps its label',
    file: 'DirectoryLoad.swift',
    right: 'let before = try DirectoryStream(base.reader, choices: base.choices)',
    wrong: 'let before = try DirectoryStream(base.reader, choices: isPlanted("unsaid") ? next.choices : base.choices)',
    foundBy: 'identifying/chosen.yaml | An iPhone labels with whom was chosen from the next load on',
  },
  {
    name: 'twice',
    what: 'a default dialer follows a call up each time that it looks',
    file: 'PastCall.swift',
    right: 'HistoryMark(since: mark.since, seen: history.map(\\.id))',
    wrong: 'HistoryMark(since: mark.since, seen: isPlanted("twice") ? [] : history.map(\\.id))',
    foundBy: 'ios/default-dialer.yaml | A default dialer that is in front asks for the outcome at once, and once',
  },
  {
    name: 'late',
    what: 'the next refresh is asked for in two days',
    file: 'SyncSchedule.swift',
    right: 'return last + day',
    wrong: 'return last + day * (isPlanted("late") ? 2 : 1)',
    foundBy:
      'ios/background-refresh.yaml | An iPhone syncs by itself about once a day (switches.refresh-delay: 0s, earlier: 23h 59m)',
  },
  {
    name: 'unnoticed',
    what: 'that the extension was switched on is not noticed',
    file: 'CallDirectory.swift',
    right: 'if wasOff, await system.isEnabled() == true { return await reload() }',
    wrong: 'if wasOff, !isPlanted("unnoticed"), await system.isEnabled() == true { return await reload() }',
    foundBy:
      'ios/enabling.yaml | Switched on while iOS does not load by itself, the labels come when the app is opened',
  },
] as const

const PARTS = ['Package.swift', 'Sources', 'Stubs', 'Tests', 'Tools', 'Examples'] as const
const COPY = 'native/ios/.build/planted'
const SOURCES = join(COPY, 'Sources/RingsightCore')

// All of them in one build: which of them is there is the command's to say.
function plantAll(): void {
  rmSync(COPY, { recursive: true, force: true })
  for (const part of PARTS) cpSync(join('native/ios', part), join(COPY, part), { recursive: true })
  for (const { file, right, wrong } of PLANTS) {
    const path = join(SOURCES, file)
    const code = readFileSync(path, 'utf8')
    if (code.split(right).length !== 2) throw new Error(`expected ${right} once in ${file}`)
    writeFileSync(path, code.replace(right, wrong))
  }
  const planted = `import Foundation
func isPlanted(_ name: String) -> Bool { ProcessInfo.processInfo.environment["PLANTED"] == name }
`
  writeFileSync(join(SOURCES, 'Planted.swift'), planted)
  const build = ['swift', 'build', '--package-path', '.build/planted', '--product', 'app-under-test']
  execFileSync('native/ios/swift.sh', build, { stdio: ['ignore', 'ignore', 'inherit'] })
}

plantAll()
for (const { name, what, foundBy } of PLANTS) {
  const [file = ''] = foundBy.split(' | ')
  const binary = '.build/planted/.build/debug/app-under-test'
  const cases = await playIphones(`native/ios/swift.sh env PLANTED=${name} ${binary}`, [`${PASS}/${file}`])
  const isFound = cases.some(({ file, name, differences }) => `${file} | ${name}` === foundBy && differences.length > 0)
  console.log(`planted: ${what}: ${isFound ? 'found by' : 'NOT found by'} ${foundBy}`)
  if (!isFound) process.exitCode = 1
}
