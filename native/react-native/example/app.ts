// The code of README.md. It is type-checked, and a test holds the two to be the same.
import { type CallerIdNative, type CallerIdStatus, drainEvents, type LastSync } from '../src/caller-id.ts'

// begin
/** After the sign-in: the hash is in the header of each snapshot that buildSnapshot makes for the workspace. */
export async function signedIn(callerId: CallerIdNative, workspaceHash: string): Promise<void> {
  await callerId.signIn(workspaceHash)
  await callerId.setCallerId(true)
  // On iOS there is nothing to ask for: the user switches it on in the system's settings.
  const role = await callerId.requestRole()
  if (role === 'unavailable') await callerId.requestPermissions()
}

/** Each time that the app comes to the front: what is missing, each with a sentence and a fix to show. */
export async function cameToFront(callerId: CallerIdNative, sync: () => Promise<void>): Promise<CallerIdStatus> {
  await drainEvents(callerId, async (event) => {
    if (event.type === 'sync-due') await sync()
  })
  return callerId.status()
}

/** After each sync: the file is the one that buildSnapshot's bytes were written to. */
export async function synced(callerId: CallerIdNative, snapshotPath: string, last: LastSync): Promise<void> {
  const result = await callerId.publishSnapshot(snapshotPath)
  if (result === 'damaged') throw new Error('The snapshot is of another workspace, or was cut short: sync again.')
  await callerId.scheduleSync(last)
}

export async function signedOut(callerId: CallerIdNative): Promise<void> {
  await callerId.signOut()
}
// end
