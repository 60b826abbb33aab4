// The phone has been switched on: no call that was going on goes on, and the daily sync is scheduled if it was lost.
package dev.ringsight.android

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import dev.ringsight.core.CallEvent

class BootReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) = guarded(context) {
        if (intent.action != Intent.ACTION_BOOT_COMPLETED) return@guarded
        val callerId = CallerId.of(context)
        callerId.onQuiet(CallEvent.Reboot(System.currentTimeMillis()))
        if (callerId.settings.isSignedIn) SyncJobService.schedule(context)
    }
}
