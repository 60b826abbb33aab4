// Brings what has changed in a CRM since the last sync, page by page, each kept at once; a run that stopped goes on behind
// the last one. What is read in which order is delta-steps.ts's.
import { planRun } from '../core/sync.ts'
import type { SyncRun } from '../store/store.ts'
import { type Delta, STEPS, type StepPage } from './delta-steps.ts'
import { keepContacts } from './keep-contacts.ts'
import { doneDocuments, type Seen, type Sync, type SyncDone } from './sync-run.ts'

/**
 * Goes on with a run, or begins one. Null when a full sync is due instead, by the CRM's clock.
 *
 * @param since what was changed at or after this time is read, in milliseconds since the epoch by the CRM's clock
 * @throws what requests throw, once they are given up
 */
export async function syncChanges(
  sync: Sync,
  { seen, since }: { readonly seen: Seen; readonly since: number },
  stopped: SyncRun | null,
): Promise<SyncDone | null> {
  const { store, tell } = sync
  const delta: Delta = { ...sync, since }
  let run = stopped
  for (const [index, { name, shown, read }] of STEPS.entries()) {
    if (run !== null && index < stepOf(run)) continue
    if (name === 'links' && run !== null && !isLinksDue(seen, run)) continue
    for await (const page of read(delta, run?.step === name ? run.after : null)) {
      run ??= begin(sync, page.at)
      if (planRun(seen, run.startedAtCrm, 'auto').kind === 'full') return null
      run = advance(run, index, page)
      if (page.remotes.size > 0) keepContacts(store, { remotes: page.remotes, documents: { run } }, delta.sightings)
      tell({ mode: 'delta', step: shown, contacts: run.contacts })
    }
  }
  return run === null ? null : await finish(delta, seen, run)
}

function begin({ account, now }: Sync, startedAtCrm: number): SyncRun {
  return { kind: 'delta', account, startedAt: now(), startedAtCrm, step: '', after: null, contacts: 0 }
}

function stepOf({ step }: SyncRun): number {
  return STEPS.findIndex(({ name }) => name === step)
}

/** The run with a page more. Behind the last page of a step stands the next one. */
function advance(run: SyncRun, index: number, { after, contacts }: StepPage): SyncRun {
  const step = STEPS[after === null ? index + 1 : index]?.name ?? 'done'
  return { ...run, step, after, contacts: run.contacts + contacts }
}

function isLinksDue(seen: Seen, { startedAtCrm }: SyncRun): boolean {
  const plan = planRun(seen, startedAtCrm, 'auto')
  return plan.kind === 'full' || plan.withLinks
}

async function finish(delta: Delta, seen: Seen, run: SyncRun): Promise<SyncDone> {
  const linksAtCrm = isLinksDue(seen, run) ? run.startedAtCrm : seen.linksAtCrm
  const documents = await doneDocuments(delta, run.startedAt, { ...seen, seenUntilCrm: run.startedAtCrm, linksAtCrm })
  delta.store.changeContacts({ write: [], remove: [], documents })
  return { mode: 'delta', startedAt: run.startedAt }
}
