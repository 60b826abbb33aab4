// the sync that Android asks for while nobody looks. It needs React Native to run; here is what manifest, Kotlin and JavaScript must
// agree on, without which it never starts and nothing says so.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url).pathname, 'utf8')
const kotlin = (name: string) => read(`android/src/main/java/dev/ringsight/reactnative/${name}.kt`)

function taskIn(text: string): string | undefined {
  return /const (?:val )?TASK = ["'](\w+)["']/.exec(text)?.[1]
}

test('JavaScript registers the task that Kotlin starts', () => {
  const task = taskIn(kotlin('ReactSync'))
  expect(task).toBe('RingsightSync')
  expect(taskIn(read('src/background-sync.ts'))).toBe(task)
})

test('who syncs is set before any job runs, by a provider that no other app reaches', () => {
  const [provider = ''] = /<provider[^>]*>/.exec(read('android/src/main/AndroidManifest.xml')) ?? []
  expect(provider).toContain('android:name="dev.ringsight.reactnative.RingsightStart"')
  expect(provider).toContain('android:exported="false"')
  expect(kotlin('RingsightStart')).toMatch(/Ringsight\.syncHost = ReactSync\(/)
})
