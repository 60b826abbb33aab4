// The end of a call, as Telecom tells the holder of the screening role (AND-30). Shows nothing itself and is gone at once.
package dev.ringsight.android

import android.app.Activity
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.telecom.DisconnectCause
import android.telecom.TelecomManager
import dev.ringsight.core.CallEvent
import dev.ringsight.core.Duration

class PostCallActivity : Activity() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        // Brought back by the system after a rotation or a restart, it would tell of the call again.
        if (savedInstanceState == null) guarded(this) { report(intent) }
        finish()
    }

    // The manifest lets in whoever may change the phone's state: Telecom. And what it says is believed of a call alone that
    // the phone has told of before.
    private fun report(intent: Intent) {
        if (intent.action != TelecomManager.ACTION_POST_CALL) return
        val cause = intent.getIntExtra(TelecomManager.EXTRA_DISCONNECT_CAUSE, DisconnectCause.UNKNOWN)
        val duration = intent.getIntExtra(TelecomManager.EXTRA_CALL_DURATION, TelecomManager.DURATION_VERY_SHORT)
        val event = CallEvent.PostCall(
            at = System.currentTimeMillis(),
            number = numberOf(handleOf(intent)),
            cause = CAUSES[cause] ?: "UNKNOWN",
            duration = Duration.entries.getOrElse(duration) { Duration.VERY_SHORT },
        )
        CallerId.of(this).onPostCall(event)
    }

    // API 33 has the getter with a class, and it fails there in some cases: androidx takes it from 34 on too (IntentCompat).
    @Suppress("DEPRECATION")
    private fun handleOf(intent: Intent): Uri? =
        if (isAtLeast(34)) {
            intent.getParcelableExtra(TelecomManager.EXTRA_HANDLE, Uri::class.java)
        } else {
            intent.getParcelableExtra(TelecomManager.EXTRA_HANDLE)
        }

    private companion object {
        val CAUSES = mapOf(
            DisconnectCause.ERROR to "ERROR",
            DisconnectCause.LOCAL to "LOCAL",
            DisconnectCause.REMOTE to "REMOTE",
            DisconnectCause.CANCELED to "CANCELED",
            DisconnectCause.MISSED to "MISSED",
            DisconnectCause.REJECTED to "REJECTED",
            DisconnectCause.BUSY to "BUSY",
            DisconnectCause.RESTRICTED to "RESTRICTED",
            DisconnectCause.OTHER to "OTHER",
            DisconnectCause.CONNECTION_MANAGER_NOT_SUPPORTED to "CONNECTION_MANAGER_NOT_SUPPORTED",
            DisconnectCause.ANSWERED_ELSEWHERE to "ANSWERED_ELSEWHERE",
            DisconnectCause.CALL_PULLED to "CALL_PULLED",
        )
    }
}
