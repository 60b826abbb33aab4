import { expect, test } from 'vitest'
import { playScenario } from '../../src/scenario/run.ts'
import { readScenarios } from '../../src/scenario-file/read.ts'
import type { Plant } from '../../src/walk/script.ts'
import { bootUnnoticed } from './plants.ts'

const TWO = `contacts:
  - {id: 105, name: Ewa Lis, phone: +353861026754}
  - {id: 106, name: Frank Moore, phone: +447320466530}`
const MERGE = 'crm: {merge: {from: 106, into: 105}}'

// What explore has found, as it was shrunk.
test.each<[string, string, readonly string[]]>([
  [
    'R-04 a call that was given up before it rang is listed by its saved name',
    'phone: {permissions: {contacts: granted}, role: held, switches: {screening-answer: 3s}, address-book: [{name: Mam, number: +353868036015}]}',
    ['call: +353868036015', 'reboot'],
  ],
  [
    'AND-03 of two SIMs the first alone makes a contact, and whom the app was asked about it cannot know to be one',
    'phone: {sim: [IE, GB], role: held, address-book: [{name: Mam, number: +447323829424}]}\ncontacts: {name: Ewa Lis, phone: +447323829424}',
    ['call: 07323829424'],
  ],
  [
    'an app that dies of sending does not sync',
    TWO,
    [
      'crm: {lose-answers: 1}',
      'dial: {number: +447124763480, from: app}',
      'crm: {delete: 106}',
      'accept',
      'end',
      'outcome: {choose: Connected, tasks: ["Send; 2026-08-03"]}',
      'tap: Save',
      'revoke: phone',
      'kill-app: {after-writes: 4}',
      'crm: down',
      'advance: 1d',
      'crm: up',
      'open-app',
    ],
  ],
  [
    'a reboot ends a sync that was under way',
    TWO,
    [MERGE, 'network: {latency: 3s}', 'tap: Refresh', 'reboot', 'advance: 1m'],
  ],
  [
    'an app that dies of one answer takes no other',
    TWO,
    ['network: {latency: 3s}', 'tap: Refresh', MERGE, 'kill-app: {after-writes: 0}', 'sync', 'advance: 1m'],
  ],
  [
    'IOS-18 a refresh that was held back for days does not fail for its age',
    `phone: {platform: ios}\n${TWO}`,
    ['crm: down', 'kill-app', 'advance: 7d', MERGE, 'sync', 'crm: up', 'advance: 1s'],
  ],
  [
    'R-14 of a call that began at the instant of the sign-in nobody can say whose it is',
    `phone: {sim: [IE]}\ncontacts: {name: Ewa Lis, phone: +353863152015}`,
    ['sign-out', 'tap: Log calls', 'sync', 'call: +447329693053', 'dial: +353863152015', 'accept', 'cancel', 'end'],
  ],
  [
    'R-31 who is chosen on an outcome screen is named as they are called by then, also where it was theirs already',
    `contacts:
  - {id: 103, name: Celina Nowak, phone: +48691908269}
  - {id: 104, name: Dara Keane, phone: +48691908269}`,
    [
      'tap: Log calls',
      'dial: +48691908269',
      'busy',
      'crm: {change: {id: 103, name: Celina Lis, phone: +48691908269}}',
      'tap: Refresh',
      'choose-caller: 103',
    ],
  ],
  [
    'AND-79 of a call that rings without a sound the card goes, and it is followed up, though another was asked about',
    'phone: {sim: [PL], permissions: {phone: never-asked}, role: held}\ncontacts: {name: Dara Keane, phone: +12127378993}',
    ['conditions: {do-not-disturb: on}', 'call: +12127378993', 'advance: 1s', 'call: +12127376011', 'accept', 'end'],
  ],
  [
    'AND-76 a ring that nobody told the app of, for its profile was paused, is no second telling of the one before',
    'contacts: {name: Ewa Lis, phone: +353855601149}',
    [
      'open-settings: {work-profile: on}',
      'call: +353850425282',
      'open-settings: {work-profile: paused}',
      'accept',
      'end',
      'advance: 10s',
      'open-settings: {work-profile: on}',
      'call: +353855601149',
    ],
  ],
  [
    'AND-23 whose call before was answered, and its end not told, may be within it',
    'phone: {sim: [IE]}\ncontacts: {name: Anna Byrne, phone: +447137323333}',
    [
      'dial: +480865673475',
      'accept',
      'call: +48691629111',
      'cancel',
      'revoke: phone',
      'end',
      'open-settings: {permissions: {phone: granted}}',
      'advance: 1m',
      'call: +447137323333',
    ],
  ],
  [
    'AND-23 and so is not logged either',
    'phone: {sim: [PL], settings: {work-profile: on}}\ncontacts: {name: Grace Quinn, phone: +353863993532}',
    [
      'call: +48602340295',
      'accept',
      'revoke: phone',
      'end',
      'open-settings: {permissions: {phone: granted}}',
      'advance: 1m',
      'call: +353863993532',
      'accept',
      'end',
    ],
  ],
  [
    'AND-76 by the state alone a call whose ring was unheard looks dialled',
    'phone: {sim: [PL], settings: {log-calls: on}}\ncontacts: {name: Anna Byrne, phone: +447121971481}',
    [
      'open-settings: {work-profile: paused}',
      'call: +447121971481',
      'open-settings: {work-profile: on}',
      'accept',
      'end',
    ],
  ],
  [
    'AND-33 a call that rang for long before the app could hear of it is that of the row by how long the two spoke',
    'phone: {sim: [GB]}\ncontacts: {name: Grace Quinn, phone: +12127364350}',
    [
      'tap: Caller ID',
      'tap: Log calls',
      'call: +48691978705',
      'open-settings: {role: held}',
      'accept',
      'revoke: phone',
      'call: +12127364350',
      'tap: Caller ID',
      'grant',
      'advance: 3m',
      'accept',
      'end',
    ],
  ],
  [
    'AND-76 a call in whose ring the profile was paused is not the one that is dialled when it goes on',
    'phone: {sim: [IE], settings: {log-calls: on, work-profile: on}}\ncontacts: {name: Celina Nowak, phone: +353870646710}',
    [
      'call: +12127360929',
      'open-settings: {work-profile: paused}',
      'cancel',
      'advance: 1m',
      'open-settings: {work-profile: on}',
      'dial: +353870646710',
      'cancel',
    ],
  ],
  [
    'AND-27 a call in the middle of which the app was stopped is over by its row, and no later one is taken for it',
    `phone: {version: 10, sim: [IE, GB], address-book: [{name: Mam, number: +447122725702}]}
contacts:
  - {id: 103, name: Celina Nowak, phone: +447122887229}
  - {id: 105, name: Ewa Lis, phone: +447122725702}
  - {id: 107, name: Grace Quinn, phone: +447122887229}`,
    [
      'call: +447122725702',
      'force-stop',
      'accept',
      'call: +447122887229',
      'end',
      'choose-caller: 103',
      'cancel',
      'call: +447128624547',
      'call: 07122725702',
      'advance: 1m',
    ],
  ],
  [
    'AND-70 a missed call is told of as the app is opened, and the app dies of it where it may not start by itself',
    `phone: {maker: vivo, sim: [IE]}
contacts:
  - {id: 101, first-name: Anna, last-name: Byrne, phone: +12127360570}
  - {id: 104, first-name: Dara, last-name: Keane, phone: +353864664820}`,
    ['call: +353864664820', 'call: +12127360570', 'kill-app: {after-writes: 0}', 'accept', 'end', 'open-app'],
  ],
  [
    'AND-35 a call that was dialled in the app goes on for it, whose process had ended before the sound fell silent',
    `phone: {version: 10, sim: [IE], permissions: {phone: revoked}}
contacts:
  - {id: 104, first-name: Dara, last-name: Keane, phone: +447324321833}
  - {id: 105, first-name: Ewa, last-name: Lis, phone: +48601607337}`,
    [
      'open-app',
      'dial: {number: +447324321833, from: app}',
      'accept',
      'kill-app',
      'end',
      'open-settings: {permissions: {phone: granted}}',
      'call: +48601607337',
    ],
  ],
  [
    'AND-35 a call that was dialled in the app goes on for it, which had heard so by the sound, when it looks at the state anew',
    'phone: {sim: [IE]}',
    [
      'call: +353868494766',
      'open-settings: {role: held}',
      'revoke: phone',
      'dial: +353852995189',
      'accept',
      'end',
      'cancel',
      'advance: 1m',
      'dial: {number: +353862298455, from: app}',
      'open-settings: {permissions: {phone: granted}}',
      'accept',
      'open-app',
      'end',
    ],
  ],
  [
    'AND-20 a call that was dialled in the app, of which the sound alone had told, is over once the state is looked at and nothing goes on',
    `phone: {sim: [GB], permissions: {phone: never-asked}, settings: {caller-id: off}}
contacts: {name: Celina Nowak, phone: +447130046549}`,
    [
      'call: +447329233735',
      'dial: {number: +447130046549, from: app}',
      'cancel',
      'accept',
      'open-settings: {work-profile: paused}',
      'tap: Caller ID',
      'end',
      'grant',
      'advance: 1s',
      'call: +447135328692',
      'cancel',
      'open-settings: {work-profile: on}',
      'call: +447130046549',
    ],
  ],
  [
    'AND-33 a call that ended beside another, with nobody there to read its row in time, is not followed up',
    'phone: {sim: [IE]}',
    [
      'dial: {number: +353854315358, from: app}',
      'accept',
      'dial: {number: +353872044613, from: app}',
      'kill-app',
      'cancel',
      'advance: 1h',
      'open-app',
      'end',
    ],
  ],
  [
    'R-14 a number that was known before the call log was taken is logged by what Log calls says at the end',
    'phone: {sim: [PL]}\ncontacts: {name: Grace Quinn, phone: +48602773899}',
    ['tap: Log calls', 'tap: Log calls', 'call: +48602773899', 'revoke: call-log', 'accept', 'tap: Log calls', 'end'],
  ],
  [
    'AND-30 of one of the contacts the end alone is told, and may be taken for that of another call',
    `phone: {sim: [IE], permissions: {call-log: never-asked}, address-book: [{name: Mam, number: +447139721552}]}
contacts: {name: Ewa Lis, phone: +447139721552}`,
    [
      'call: +447321143594',
      'revoke: phone',
      'accept',
      'end',
      'advance: 1m',
      'open-settings: {role: held}',
      'dial: +447139721552',
      'accept',
      'end',
    ],
  ],
  [
    'AND-03 of two calls that are missed the one is told that the app was asked about',
    `phone: {sim: [PL, IE], address-book: [{name: Mam, number: +353854630378}]}
contacts: {name: Ewa Lis, phone: +353854630378}`,
    [
      'open-settings: {role: held}',
      'dial: {number: +480876558064, from: app}',
      'call: +353854630378',
      'call: 0854630378',
    ],
  ],
  [
    'an answer that nobody waits for any more changes nothing',
    `phone: {platform: ios}\n${TWO}`,
    [
      'network: {latency: 800ms}',
      'advance: 1d',
      MERGE,
      'sync',
      'network: offline',
      'advance: 1s',
      'sync',
      'advance: 912ms',
      'network: online',
      'advance: 1s',
    ],
  ],
])('%s', async (name, setup, steps) => {
  expect(await foundIn({ name, setup, steps })).toEqual([])
})

const RESTARTED = {
  name: 'a call placed in the app before a restart is no later one',
  setup: `phone: {role: held, permissions: {phone: denied-once}, address-book: [{name: Ewa, number: +353861026754}]}\n${TWO}`,
  steps: [
    'dial: {number: +353861026754, from: app}',
    'force-stop',
    'reboot',
    'advance: 1m',
    'open-app',
    'call: +353861026754',
    'accept',
    'advance: 20s',
    'end',
  ],
}

test('AND-27 an app that notices a restart by itself takes no call from before for a later one, and one that does not is found', async () => {
  expect(await foundIn(RESTARTED)).toEqual([])
  expect(await foundIn(RESTARTED, bootUnnoticed)).toEqual([
    expect.stringContaining('an outcome screen for another call than that with +353861026754'),
  ])
})

interface Walk {
  readonly name: string
  readonly setup: string
  readonly steps: readonly string[]
}

async function foundIn({ name, setup, steps }: Walk, plant: Plant = () => ({})): Promise<string[]> {
  const lines = [...steps, 'expect: {invariants: hold}'].map((step) => `  - ${step}`)
  const text = [`name: ${name}`, setup, 'steps:', ...lines].join('\n')
  const { scenarios, problems } = readScenarios(
    { path: 'found.yaml', text },
    { readInclude: () => ({ problem: 'there is no file' }) },
  )
  expect(problems).toEqual([])
  const [scenario] = scenarios
  if (scenario === undefined) throw new Error('expected a scenario, found none')
  const result = await playScenario(scenario, { loadContacts: async () => [], readFrame: () => null }, plant())
  if (result.outcome === 'failed') return result.failure.mismatches.map(({ found }) => found)
  return result.outcome === 'passed' ? [] : [JSON.stringify(result)]
}
