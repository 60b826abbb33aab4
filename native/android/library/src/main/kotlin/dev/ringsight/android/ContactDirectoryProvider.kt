// Names in the stock dialer's own call screen, as a directory of contacts (AND-67). Off in the manifest until the user asks
// for it. Answers whole E.164 numbers only, and the default dialer alone: any app that reads contacts could ask (AND-68).
package dev.ringsight.android

import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.content.UriMatcher
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.Binder
import android.os.Process
import android.provider.ContactsContract.Directory
import android.provider.ContactsContract.PhoneLookup
import android.telecom.TelecomManager

class ContactDirectoryProvider : ContentProvider() {
    private val matcher by lazy {
        UriMatcher(UriMatcher.NO_MATCH).apply {
            val authority = "${context?.packageName}.ringsight.directory"
            addURI(authority, "directories", DIRECTORIES)
            addURI(authority, "phone_lookup/*", PHONE_LOOKUP)
        }
    }

    override fun onCreate(): Boolean = true

    override fun query(
        uri: Uri,
        projection: Array<out String>?,
        selection: String?,
        selectionArgs: Array<out String>?,
        sortOrder: String?,
    ): Cursor? {
        val context = context ?: return null
        return when (matcher.match(uri)) {
            DIRECTORIES -> directories(context, projection)
            PHONE_LOOKUP -> phoneLookup(context, uri, projection)
            else -> null
        }
    }

    private fun directories(context: Context, projection: Array<out String>?): Cursor = row(
        projection,
        mapOf(
            Directory.ACCOUNT_NAME to context.packageName,
            Directory.ACCOUNT_TYPE to context.packageName,
            Directory.DISPLAY_NAME to context.applicationInfo.loadLabel(context.packageManager).toString(),
            Directory.EXPORT_SUPPORT to Directory.EXPORT_SUPPORT_NONE,
            Directory.SHORTCUT_SUPPORT to Directory.SHORTCUT_SUPPORT_NONE,
            Directory.PHOTO_SUPPORT to Directory.PHOTO_SUPPORT_NONE,
        ),
    )

    // An exception is no name to the dialer, and an event to the app.
    private fun phoneLookup(context: Context, uri: Uri, projection: Array<out String>?): Cursor {
        val number = uri.lastPathSegment.orEmpty()
        guarded(context) {
            val mayAsk = number.startsWith('+') && isForDialer(context, uri)
            val label = if (mayAsk) CallerId.of(context).labelOf(number) else null
            if (label != null) return row(projection, answerFor(label, number))
        }
        return MatrixCursor(projection ?: COLUMNS)
    }

    private fun answerFor(label: String, number: String): Map<String, Any> = mapOf(
        PhoneLookup._ID to 1L,
        PhoneLookup.DISPLAY_NAME to label,
        PhoneLookup.NUMBER to number,
        PhoneLookup.NORMALIZED_NUMBER to number,
        PhoneLookup.HAS_PHONE_NUMBER to 1,
    )

    // The contacts provider asks on behalf of an app, and says of which. Its word counts only if it is part of the system.
    private fun isForDialer(context: Context, uri: Uri): Boolean {
        val dialer = context.getSystemService(TelecomManager::class.java)?.defaultDialerPackage ?: return false
        val packages = context.packageManager.getPackagesForUid(Binder.getCallingUid())?.toSet().orEmpty()
        if (dialer in packages) return true
        val asker = uri.getQueryParameter(Directory.CALLER_PACKAGE_PARAM_KEY)
        return asker == dialer && CONTACTS_PROVIDER in packages && Binder.getCallingUid() != Process.myUid()
    }

    private fun row(projection: Array<out String>?, values: Map<String, Any>): Cursor {
        val columns = projection ?: values.keys.toTypedArray()
        return MatrixCursor(columns, 1).apply { addRow(columns.map { values[it] }) }
    }

    override fun getType(uri: Uri): String? = null

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun update(uri: Uri, values: ContentValues?, selection: String?, args: Array<out String>?): Int = 0

    override fun delete(uri: Uri, selection: String?, args: Array<out String>?): Int = 0

    private companion object {
        const val DIRECTORIES = 1
        const val PHONE_LOOKUP = 2

        /** AOSP's; a maker that renames it gets no names. */
        const val CONTACTS_PROVIDER = "com.android.providers.contacts"
        val COLUMNS = arrayOf(PhoneLookup._ID, PhoneLookup.DISPLAY_NAME, PhoneLookup.NUMBER)
    }
}
