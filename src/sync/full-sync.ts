// Brings all contacts of a CRM here, all of them or none: they are gathered beside those from before, and take their place
// in one step. A run that stopped goes on where it stood.
import type { Contact } from '../core/contact.ts'
import { composeContact, type LinkedContact } from '../core/crm-record.ts'
import { type Remote, survivorOf } from '../core/sync.ts'
import type { SyncRun } from '../store/store.ts'
import { readingFailure } from './crm-reading.ts'
import { movedDrafts, moveQueue, noteMerged, readWaiting, type Sightings, settleContact } from './keep-contacts.ts'
import { doneDocuments, type Sync, type SyncDone, type SyncStep } from './sync-run.ts'

/**
 * Goes on with a run, or begins one.
 *
 * @throws what requests throw, once they are given up
 */
export async function syncFully(sync: Sync, stopped: SyncRun | null): Promise<SyncDone> {
  const run = await gatherContacts(sync, stopped ?? beginStage(sync))
  await gatherAround(sync, run)
  sync.tell({ mode: 'full', step: 'adopt', contacts: run.contacts })
  return adopt(sync, run)
}

type Begun = Pick<SyncRun, 'startedAt' | 'step' | 'after' | 'contacts'> & { readonly startedAtCrm: number | null }

// The note of a run goes before what it gathered: without it nobody would know how much is missing.
function beginStage({ store, now }: Sync): Begun {
  store.write('run', null)
  store.beginStage()
  return { startedAt: now(), startedAtCrm: null, step: 'contacts', after: null, contacts: 0 }
}

async function gatherContacts(sync: Sync, begun: Begun, isAnew = false): Promise<SyncRun> {
  const { crm, store, account, reading, tell, sightings } = sync
  const { startedAt } = begun
  let { contacts, startedAtCrm, step, after } = begun
  const gathered = () =>
    ({ kind: 'full', account, startedAt, startedAtCrm: startedAtCrm ?? 0, step, after, contacts }) as const
  if (step !== 'contacts') return gathered()
  try {
    for await (const page of reading.pages(
      (from) => crm.readAllContacts(from),
      after,
      ({ id }) => id,
    )) {
      startedAtCrm ??= page.at
      contacts += page.records.length
      step = page.after === null ? 'around' : 'contacts'
      after = page.after
      for (const contact of page.records) noteMerged(sightings, contact)
      store.stageContacts(page.records, { run: gathered() })
      tell({ mode: 'full', step: 'contacts', contacts })
    }
  } catch (error) {
    // A cursor may be good for a while only: the CRM refuses it then, and the first page is the only way in.
    if (isAnew || after === null || readingFailure(error)?.kind !== 'refused') throw error
    return gatherContacts(sync, beginStage(sync), true)
  }
  return gathered()
}

async function gatherAround({ crm, store, reading, tell }: Sync, { contacts }: SyncRun): Promise<void> {
  const gather = async (step: SyncStep, next: () => string[], read: (ids: readonly string[]) => Promise<void>) => {
    for (let ids = next(); ids.length > 0; ids = next()) {
      await read(ids)
      tell({ mode: 'full', step, contacts })
    }
  }
  await gather(
    'companies',
    () => store.readUnstaged('company', crm.mostRead),
    async (ids) => store.stageCompanies(ids, await reading.ask(() => crm.readCompanies(ids))),
  )
  await gather(
    'deals',
    () => store.readUnstaged('deal', crm.mostRead),
    async (ids) => store.stageDeals(ids, await reading.ask(() => crm.readDeals(ids))),
  )
}

async function adopt(sync: Sync, { startedAt, startedAtCrm }: SyncRun): Promise<SyncDone> {
  const { store, sightings } = sync
  const documents = await doneDocuments(sync, startedAt, {
    seenUntilCrm: startedAtCrm,
    fullAtCrm: startedAtCrm,
    linksAtCrm: startedAtCrm,
  })
  // Before and after: of a process that dies between, the merges it has seen are not lost.
  moveQueue(store, sightings)
  let read: ReturnType<typeof readWaiting> | null = null
  store.adoptStage(
    (copy, linked) => {
      // Not earlier: until then somebody may keep a draft.
      const waiting = read ?? readWaiting(store)
      read = waiting
      const id = linked?.contact.id ?? copy?.id ?? ''
      if (linked !== null) noteMerged(sightings, linked.contact)
      const asked = { copy, remote: remoteOf(id, linked, sightings), waiting: waiting.get(id) ?? 'nothing' } as const
      return standing(copy, settleContact(asked, id, sightings))
    },
    () => ({ ...documents, ...movedDrafts(store, sightings) }),
  )
  moveQueue(store, sightings)
  return { mode: 'full', startedAt }
}

function remoteOf(id: string, linked: LinkedContact | null, { survivors }: Sightings): Remote {
  const into = survivorOf(id, survivors)
  if (into !== null) return { kind: 'merged', into }
  return linked === null ? { kind: 'absent' } : { kind: 'there', contact: composeContact(linked) }
}

function standing(copy: Contact | null, kept: ReturnType<typeof settleContact>): Contact | null {
  return kept.kind === 'write' ? kept.contact : kept.kind === 'keep' ? copy : null
}
