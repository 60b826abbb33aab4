import { expect, test } from 'vitest'
import type { App } from '../../src/app/app.ts'
import { type CarriedAction, type CarriedPhone, carry, type Told } from '../../src/app/carried.ts'
import { advanceApp } from '../../src/app/controller.ts'
import { hasProcess } from '../../src/device/delivery.ts'
import type { World } from '../../src/device/phone.ts'
import { explore } from '../../src/walk/explore.ts'
import type { Plant } from '../../src/walk/script.ts'

// What is not heard by the app's process: its end, and what iOS says to the extension, which is a process of its own.
const NOT_ITS_OWN: ReadonlySet<string> = new Set<Told['type']>(['process-ended', 'load-requested', 'load-ended'])

// What an app has registered itself for ends with its process, and starts none.
const REGISTERED: ReadonlySet<string> = new Set<Told['type']>(['audio-mode', 'call-log', 'network', 'timer'])

// The first contacts come with a sign-in, before the walk begins.
function isSignIn({ sync }: App, { type }: Told): boolean {
  return type === 'synced' && sync.running === null && sync.lastSuccessAt === null
}

/** What reached an app whose process was not there, by the kind of the signal. */
const unheard = new Set<string>()
const heard = new Set<string>()
/** What was the first to reach an app whose process was not there before. */
const began = new Set<string>()

function advance(phone: CarriedPhone, action: CarriedAction, world: World) {
  const steps = carry(phone, action, world)
  const types: string[] = []
  let step = steps.next()
  while (!step.done) {
    const { app, told, around, phone: now } = step.value
    heard.add(told.type)
    types.push(told.type)
    if (!hasProcess(now) && !NOT_ITS_OWN.has(told.type) && !isSignIn(app, told))
      unheard.add(`${told.type} (${now.appProcess.state})`)
    step = steps.next(advanceApp(app, told, around))
  }
  // Whatever the process was started for, it reads the call log's rows before that.
  const first = types.find((type) => type !== 'call-log') ?? types[0]
  if (first !== undefined && !hasProcess(phone)) began.add(first)
  return step.value
}

const watched: Plant = () => ({ advance: async (...args) => advance(...args) })

test('nothing of any kind reaches a process that has ended, but what Android starts it for', async () => {
  await explore({ seed: 17, platform: null, goesOn: (_, steps) => steps < 6000, plant: watched })
  expect([...unheard]).toEqual([])
  expect([...began].filter((type) => REGISTERED.has(type))).toEqual([])
  expect([...heard]).toEqual(
    expect.arrayContaining(['audio-mode', 'call-log', 'network', 'timer', 'post-call', 'job-started']),
  )
}, 120_000)
