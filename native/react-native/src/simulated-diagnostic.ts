// The diagnostic file of a simulated phone (native/DIAGNOSTICS.md), as the native side would write it: for an app's own test of the page
// that hands it to the user. It has no calls, and its salt is no chance.
import type { Phone } from 'ringsight/phone'
import type { Choices, Published } from './simulated-snapshot.ts'

/** The file's text. */
export function describePhone(
  phone: Phone,
  { published, choices }: { readonly published: Published | null; readonly choices: Choices },
  now: number,
): string {
  const { handset, app, conditions } = phone
  const isIos = handset.platform === 'ios'
  const { callerId, logCalls, overlay, battery, extension, backgroundRefresh } = handset.settings
  const { callLog, phone: hears, notifications } = handset.permissions
  const answer = (state: string) => (state === 'granted' ? 'granted' : 'denied')
  return JSON.stringify({
    type: 'ringsight-diagnostic',
    version: 1,
    writtenAt: instant(now),
    library: { name: 'ringsight-simulated', version: '0.1.0' },
    phone: {
      platform: handset.platform,
      system: isIos ? 'simulated' : `API ${handset.apiLevel}`,
      ...(isIos
        ? { simCountries: [] }
        : {
            apiLevel: handset.apiLevel,
            maker: handset.maker,
            simCountries: handset.simCountries,
            hasScreeningRole: handset.screeningRole,
          }),
    },
    permissions: isIos ? {} : { callLog: answer(callLog), phone: answer(hears), notifications: answer(notifications) },
    settings: isIos ? { extension, backgroundRefresh } : { callerId, logCalls, overlay, battery },
    state: {
      isSignedIn: app.isSignedIn,
      isStopped: false,
      network: handset.network,
      lock: conditions.lock,
      isLowPower: conditions.isLowPower,
    },
    contacts: {
      count: published?.directory.contacts.size ?? 0,
      updatedAt: app.sync.lastSuccessAt === null ? null : instant(app.sync.lastSuccessAt),
      error: app.sync.lastError,
      choices: choices.size,
    },
    load: { at: null, error: null, labels: null },
    salt: '0'.repeat(16),
    calls: [],
  })
}

function instant(at: number): string {
  return new Date(at).toISOString()
}
