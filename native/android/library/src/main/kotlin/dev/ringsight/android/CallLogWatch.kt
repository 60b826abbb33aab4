// Rows of the phone's call log, where the app may read it (AND-33): each is read once, when the log says that it has changed. Which call
// a row is of is the core's to say.
package dev.ringsight.android

import android.content.Context
import android.database.ContentObserver
import android.database.Cursor
import android.os.Handler
import android.os.Looper
import android.provider.CallLog.Calls
import dev.ringsight.core.CallEvent
import dev.ringsight.core.CallResult
import dev.ringsight.core.Direction
import dev.ringsight.core.withoutPostDial

internal class CallLogWatch(
    private val context: Context,
    private val settings: Settings,
    private val phone: PhoneStatus,
    private val onRows: (List<CallEvent.Row>) -> Unit,
) {
    private val observer = object : ContentObserver(Handler(Looper.getMainLooper())) {
        override fun onChange(isOwn: Boolean) = look()
    }
    private var isOn = false

    /** With the phone permission alone beside it an app hears when there is something to read. */
    fun mayLook(): Boolean = phone.mayReadCallLog() && phone.mayHearState()

    /** From now on, for as long as the process is there or until [stop]. What is in the log already is no news. */
    fun start() {
        if (isOn || !mayLook()) return
        isOn = true
        // A log that does not answer is one that may not be read: calls go on without it.
        guarded(context) {
            if (settings.lastRow == null) settings.lastRow = newest()
            context.contentResolver.registerContentObserver(Calls.CONTENT_URI, true, observer)
        }
    }

    /** Of what is listed from now on until the next [start], nothing is read. */
    fun stop() {
        isOn = false
        context.contentResolver.unregisterContentObserver(observer)
        settings.lastRow = null
    }

    fun look() {
        if (isOn && mayLook()) guarded(context) { lookNow() }
    }

    private fun lookNow() {
        val after = settings.lastRow ?: 0
        val rows = mutableListOf<CallEvent.Row>()
        query("${Calls._ID} > ?", arrayOf(after.toString()), "${Calls._ID} ASC") { cursor ->
            while (cursor.moveToNext()) {
                settings.lastRow = cursor.getLong(0)
                rowOf(cursor)?.let(rows::add)
            }
        }
        onRows(rows)
    }

    private fun newest(): Long {
        var id = 0L
        query(null, null, "${Calls._ID} DESC") { if (it.moveToFirst()) id = it.getLong(0) }
        return id
    }

    private fun query(where: String?, values: Array<String>?, order: String, read: (Cursor) -> Unit) {
        context.contentResolver.query(Calls.CONTENT_URI, COLUMNS, where, values, order)?.use(read)
    }

    private fun rowOf(cursor: Cursor): CallEvent.Row? {
        val result = RESULTS[cursor.getInt(1)] ?: return null
        val isGiven = cursor.getInt(3) == Calls.PRESENTATION_ALLOWED
        val startedAt = cursor.getLong(4)
        return CallEvent.Row(
            at = System.currentTimeMillis(),
            direction = if (result == CallResult.DIALLED) Direction.OUTGOING else Direction.INCOMING,
            number = if (isGiven) cursor.getString(2)?.let(::withoutPostDial) else null,
            result = result,
            startedAt = startedAt,
            spokenMs = cursor.getLong(5) * 1000,
            isSaved = !cursor.getString(6).isNullOrEmpty(),
            isBeforeSignIn = settings.signedInAt?.let { startedAt <= it } ?: false,
        )
    }

    private companion object {
        val COLUMNS = arrayOf(
            Calls._ID,
            Calls.TYPE,
            Calls.NUMBER,
            Calls.NUMBER_PRESENTATION,
            Calls.DATE,
            Calls.DURATION,
            Calls.CACHED_NAME,
        )

        /** What was blocked, or left a message, is no call that came through. */
        val RESULTS = mapOf(
            Calls.INCOMING_TYPE to CallResult.ANSWERED,
            Calls.OUTGOING_TYPE to CallResult.DIALLED,
            Calls.MISSED_TYPE to CallResult.MISSED,
            Calls.REJECTED_TYPE to CallResult.REJECTED,
            Calls.ANSWERED_EXTERNALLY_TYPE to CallResult.ANSWERED_ELSEWHERE,
        )
    }
}
