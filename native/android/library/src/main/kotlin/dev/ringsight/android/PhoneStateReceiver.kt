// The article's way: broadcasts of the phone's state, with the number where both permissions are held. In the manifest of
// src/callLog only. Decides nothing: which of two broadcasts counts is the core's to say.
package dev.ringsight.android

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.telephony.TelephonyManager
import dev.ringsight.core.CallEvent
import dev.ringsight.core.PhoneState

class PhoneStateReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) = guarded(context) {
        if (intent.action == TelephonyManager.ACTION_PHONE_STATE_CHANGED) {
            stateOf(intent)?.let { CallerId.of(context).onPhoneState(it) }
        }
    }

    // The extra's name is deprecated for apps that want it without permission; there is no other.
    @Suppress("DEPRECATION")
    private fun stateOf(intent: Intent): CallEvent.State? {
        val name = intent.getStringExtra(TelephonyManager.EXTRA_STATE)
        val state = PhoneState.entries.find { it.name == name } ?: return null
        val isNumberThere = intent.hasExtra(TelephonyManager.EXTRA_INCOMING_NUMBER)
        val number = intent.getStringExtra(TelephonyManager.EXTRA_INCOMING_NUMBER)
        return CallEvent.State(System.currentTimeMillis(), state, number, isNumberThere)
    }
}
