// One of several processes that work on one store until they are killed: `hands.ts FILE URL NAME SEED`. It logs calls, keeps
// and drops drafts, sends, signs out and syncs, by chance, and says on stdout what is done once it is done.
import { writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { openChance, pick } from '../../src/core/chance.ts'
import { openHubspot } from '../../src/crm/hubspot/hubspot.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { type Store, StoreError } from '../../src/store/store.ts'
import { freeOutbox, holdOutbox } from '../../src/sync/adopt-outbox.ts'
import { keepContacts, newSightings, noteMerged } from '../../src/sync/keep-contacts.ts'
import { discardDraft, keepDraft, logOutcome } from '../../src/sync/log-outcome.ts'
import { readQueue } from '../../src/sync/queue.ts'
import { sendOutcomes } from '../../src/sync/send-outcomes.ts'
import { outcomeFor, peopleOf } from '../end-to-end/account.ts'

const [file = '', url = '', name = '', seed = '1'] = process.argv.slice(2)
const chance = openChance(Number(seed))
const people = peopleOf(20)
const crm = openHubspot({ token: 'pat-test', baseUrl: url, now: Date.now, pause, indexLagMs: 0 })
let calls = 0

// At once, whatever stdout is: a killed process flushes nothing.
function say(what: string, callId: string): void {
  writeSync(1, `${what} ${callId}\n`)
}

const draftFor = (callId: string) => outcomeFor(pick(people, chance), callId)
// With an end, so that none is the beginning of another one.
const newCall = () => `${name}-${++calls}.`

async function underClaim(store: Store, work: () => unknown): Promise<void> {
  const claim = store.claimCrm()
  if (claim === null) return
  try {
    await work()
  } finally {
    claim.release()
  }
}

const ACTS: readonly ((store: Store) => unknown)[] = [
  (store) => {
    const callId = newCall()
    if (chance() < 0.5) keepDraft(store, draftFor(callId))
    if (logOutcome(store, draftFor(callId), new Date()).kind === 'saved') say('saved', callId)
  },
  (store) => {
    const callId = newCall()
    keepDraft(store, draftFor(callId))
    say('kept', callId)
    if (chance() < 0.5) return
    say('dropping', callId)
    discardDraft(store, callId)
  },
  // A sync that puts the drafts of a merged contact on another one: it reads and writes all of them.
  (store) =>
    underClaim(store, () => {
      const sightings = newSightings()
      noteMerged(sightings, { id: pick(people, chance).id, mergedIds: [pick(people, chance).id] })
      keepContacts(store, { remotes: new Map(), documents: { run: null } }, sightings)
      holdOutbox(store)
      store.changeContacts({ write: people, remove: [], documents: {} })
      freeOutbox(store)
    }),
  (store) => underClaim(store, () => sendOutcomes({ crm, store, now: Date.now, isHurried: true })),
  (store) =>
    underClaim(store, () => {
      const isFree = () => readQueue(store).length + (store.read('drafts')?.length ?? 0) === 0
      if (store.wipe(isFree)) say('wiped', '-')
    }),
]

const store = openSqliteStore(file)
say('ready', name)
for (;;) {
  try {
    await pick(ACTS, chance)(store)
  } catch (error) {
    // Others are at it. What is thrown otherwise ends this process, and the test sees that.
    if (!(error instanceof StoreError) || error.code !== 'locked') throw error
  }
  await pause(0)
}
