// The first that Android tells of a call to the holder of the screening role. Lets every call through, at once, and has it
// looked up after that. Decides nothing about calls.
package dev.ringsight.android

import android.net.Uri
import android.telecom.Call
import android.telecom.CallScreeningService
import android.telecom.TelecomManager
import dev.ringsight.core.CallEvent
import dev.ringsight.core.Direction
import dev.ringsight.core.Line
import dev.ringsight.core.Presentation
import dev.ringsight.core.withoutPostDial

class CallerIdScreeningService : CallScreeningService() {
    override fun onScreenCall(details: Call.Details) {
        // The phone rings when it has this answer (AND-07); whatever goes wrong later, it has rung.
        respondToCall(details, CallResponse.Builder().build())
        guarded(this) {
            val direction = directionOf(details)
            val line = lineOf(details.handlePresentation, details.handle)
            val event = CallEvent.Screen(System.currentTimeMillis(), direction, line.text)
            CallerId.of(this).onScreened(event, line)
        }
    }

    // Before API 29 only the default dialer was asked, about incoming calls.
    private fun directionOf(details: Call.Details): Direction {
        val isOutgoing = isAtLeast(29) && details.callDirection == Call.Details.DIRECTION_OUTGOING
        return if (isOutgoing) Direction.OUTGOING else Direction.INCOMING
    }
}

/** What the network says: the handle is null unless the presentation is ALLOWED (AND-09). */
internal fun lineOf(presentation: Int, handle: Uri?): Line {
    val shown = when (presentation) {
        TelecomManager.PRESENTATION_ALLOWED -> Presentation.ALLOWED
        TelecomManager.PRESENTATION_RESTRICTED -> Presentation.RESTRICTED
        TelecomManager.PRESENTATION_PAYPHONE -> Presentation.PAYPHONE
        else -> Presentation.UNKNOWN
    }
    return if (shown == Presentation.ALLOWED) Line(shown, numberOf(handle)) else Line(shown, null)
}

/** The number of a `tel:` URI, without what is dialled after a pause; null for a missing, blank or other URI. */
internal fun numberOf(handle: Uri?): String? =
    handle?.takeIf { it.scheme.equals("tel", ignoreCase = true) }
        ?.schemeSpecificPart
        ?.let(::withoutPostDial)
        ?.ifBlank { null }
