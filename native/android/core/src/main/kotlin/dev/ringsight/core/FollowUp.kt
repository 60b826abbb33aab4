// A call is over: what does the app do about it? Decides it from the record, the caller and the settings; does none of it.
package dev.ringsight.core

/** Menu › Settings › Calling › Log calls. */
enum class LogCalls { ON, OFF, UNTOUCHED }

sealed interface FollowUp {
    /** a notification with View contact and Call back. */
    data class MissedNotice(val title: String, val e164: String, val contactId: String) : FollowUp

    /** the outcome card, for one contact; for none where a stranger was called from the app. */
    data class Outcome(val title: String, val e164: String?, val contactId: String?) : FollowUp
}

/**
 * @param caller who it was, as far as is known; someone of the address book is the phone's own to tell of
 * @return null where nothing is to be done
 */
fun planFollowUp(record: CallRecord, caller: Caller, logCalls: LogCalls): FollowUp? {
    val (label, ids) = when (caller) {
        is Caller.Named -> caller.entry.label to caller.entry.ids
        is Caller.Saved -> null to caller.ids
        is Caller.NoNumber, is Caller.Special, is Caller.Unknown -> null to emptyList()
    }
    val contactId = ids.firstOrNull()
    return when (record.result) {
        CallResult.MISSED -> if (label == null || contactId == null) null else missed(label, caller.e164, contactId)

        CallResult.ANSWERED, CallResult.DIALLED ->
            FollowUp.Outcome(label.orEmpty(), caller.e164, contactId).takeIf { isLogged(record, contactId, logCalls) }

        CallResult.REJECTED, CallResult.ANSWERED_ELSEWHERE, CallResult.UNKNOWN -> null
    }
}

private fun missed(label: String, e164: String?, contactId: String): FollowUp? =
    if (e164 == null) null else FollowUp.MissedNotice("Missed call: $label", e164, contactId)

// a call placed in the app always; others with a contact alone, and those made outside the app only for those who asked for
// it, as is one of which nobody says who called whom.
private fun isLogged(record: CallRecord, contactId: String?, logCalls: LogCalls): Boolean = when {
    // The phone was switched off meanwhile: nobody knows how long it was.
    record.endedAt == null -> false

    record.wasPlacedInApp -> true

    contactId == null -> false

    logCalls == LogCalls.UNTOUCHED -> record.direction == Direction.INCOMING

    else -> logCalls == LogCalls.ON
}
