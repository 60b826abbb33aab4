// How Samsung puts apps to sleep that their user does not open. https://developer.samsung.com/mobile/app-management.html
import { makerSwitch } from '../../core/maker.ts'
import { type Happened, quiet } from '../event.ts'
import type { Phone } from '../phone.ts'
import type { Conditions } from '../system.ts'

/** AND-73: when the phone will put the app to sleep, or to a deeper one; null when it will not. */
export function sleepsAt({ handset, appProcess, system }: Phone): number | null {
  const { openedAt } = appProcess
  if (openedAt === null || makerSwitch(handset.maker, 'sleep') === null) return null
  const { sleep } = handset.settings
  if (sleep === 'automatic' && system.appDrainsBattery) return openedAt + system.sleepAfterMs
  return sleep === 'automatic' || sleep === 'sleeping' ? openedAt + system.deepSleepAfterMs : null
}

/** The app is put to sleep: first to where its jobs are few, if it drains the battery; then to where nothing starts it. */
export function fallAsleep(phone: Phone): Happened {
  const isFirst = phone.handset.settings.sleep === 'automatic' && phone.system.appDrainsBattery
  const state = isFirst ? 'sleeping' : 'deep-sleeping'
  return { ...quiet(withSleep(phone, state)), events: [{ type: 'app-sleep', state }] }
}

/** The user opens the app: a sleeping one is awake again; a deep sleeper only while it is in front. */
export function wakeByUse(phone: Phone): Phone {
  return phone.handset.settings.sleep === 'sleeping' ? withSleep(phone, 'automatic') : phone
}

/** The bucket that the app's jobs are in: a sleeping app's are as restricted ones. */
export function bucketOf({ handset, conditions }: Phone): Conditions['bucket'] {
  const isSleeping = makerSwitch(handset.maker, 'sleep') !== null && handset.settings.sleep === 'sleeping'
  return isSleeping ? 'restricted' : conditions.bucket
}

function withSleep(phone: Phone, sleep: Phone['handset']['settings']['sleep']): Phone {
  const { handset } = phone
  return { ...phone, handset: { ...handset, settings: { ...handset.settings, sleep } } }
}
