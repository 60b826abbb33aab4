// What apps read of a phone by its content providers: its address book, and its call log.
package dev.ringsight.scenarios

import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.provider.CallLog
import android.provider.CallLog.Calls
import android.provider.ContactsContract
import org.json.JSONObject
import org.robolectric.Robolectric

internal abstract class ReadOnly : ContentProvider() {
    override fun onCreate() = true

    override fun getType(uri: Uri): String? = null

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun delete(uri: Uri, where: String?, values: Array<String>?) = 0

    override fun update(uri: Uri, values: ContentValues?, where: String?, more: Array<String>?) = 0
}

/** The phone's own address book, asked as ContactsContract.PhoneLookup is: by a number, however it is spelled. */
internal class SavedPeople : ReadOnly() {
    override fun query(
        uri: Uri,
        columns: Array<String>?,
        where: String?,
        values: Array<String>?,
        order: String?,
    ): Cursor = MatrixCursor(arrayOf(ContactsContract.PhoneLookup._ID)).apply {
        if (uri.lastPathSegment in saved) addRow(arrayOf(1))
    }

    companion object {
        val saved = mutableSetOf<String>()

        fun install() {
            saved.clear()
            Robolectric.setupContentProvider(SavedPeople::class.java, ContactsContract.AUTHORITY)
        }
    }
}

/** The call log: every row that the app was told of, and those of processes before it are read already. */
internal class Listed : ReadOnly() {
    override fun query(
        uri: Uri,
        columns: Array<String>?,
        where: String?,
        values: Array<String>?,
        order: String?,
    ): Cursor = MatrixCursor(checkNotNull(columns)).apply {
        val after = values?.single()?.toLong() ?: Long.MIN_VALUE
        val sorted = if (order.orEmpty().endsWith("DESC")) rows.reversed() else rows
        sorted.filter {
            it.getValue(Calls._ID).toString().toLong() > after
        }.forEach { row -> addRow(columns.map(row::get)) }
    }

    companion object {
        private val rows = mutableListOf<Map<String, Any?>>()

        /** Grows from process to process. */
        private var lastId = 0L
        private val TYPES = mapOf(
            "INCOMING" to Calls.INCOMING_TYPE,
            "OUTGOING" to Calls.OUTGOING_TYPE,
            "MISSED" to Calls.MISSED_TYPE,
            "REJECTED" to Calls.REJECTED_TYPE,
            "BLOCKED" to Calls.BLOCKED_TYPE,
            "ANSWERED_EXTERNALLY" to Calls.ANSWERED_EXTERNALLY_TYPE,
        )

        fun install() {
            rows.clear()
            Robolectric.setupContentProvider(Listed::class.java, CallLog.AUTHORITY)
        }

        fun add(context: Context, row: JSONObject) {
            lastId += 1
            rows += mapOf(
                Calls._ID to lastId,
                Calls.TYPE to TYPES.getValue(row.getString("logType")),
                Calls.NUMBER to row.getString("number"),
                Calls.NUMBER_PRESENTATION to PRESENTATIONS.getValue(row.getString("presentation")),
                Calls.DATE to row.getLong("at"),
                Calls.DURATION to row.getLong("durationMs") / 1000,
                Calls.CACHED_NAME to row.textOrNull("name"),
            )
            context.contentResolver.notifyChange(Calls.CONTENT_URI, null)
        }
    }
}
