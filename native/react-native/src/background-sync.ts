// Android: the sync that the system asks for while nobody looks. The native side starts JavaScript and has it do this.
import { AppRegistry } from 'react-native'

/** As in ReactSync.kt. */
const TASK = 'RingsightSync'

/**
 * Says what JavaScript does when a sync is due and the app is not open: `drainEvents`, as when it comes to the front, for the
 * event `sync-due` is there. `scheduleSync` says how it went; what ends without that is tried again, later each time.
 * iOS: nothing; there a running app finds the event, and RingsightRefresh waits for it.
 *
 * Call it where the bundle begins, beside `AppRegistry.registerComponent`: no screen is made in the background.
 */
export function registerBackgroundSync(work: () => Promise<void>): void {
  AppRegistry.registerHeadlessTask(TASK, () => work)
}
