// Whether the phone's own address book has a number, where the user has let the app read it. It is never asked for,
// and nothing of it is kept.
package dev.ringsight.android

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.net.Uri
import android.provider.ContactsContract.PhoneLookup

internal object AddressBook {
    fun isReadable(context: Context): Boolean =
        context.checkSelfPermission(Manifest.permission.READ_CONTACTS) == PackageManager.PERMISSION_GRANTED

    /** A book that does not answer may have it: then the call is the phone's own to show. */
    fun has(context: Context, number: String): Boolean {
        if (!isReadable(context) || number.isBlank()) return false
        val address = Uri.withAppendedPath(PhoneLookup.CONTENT_FILTER_URI, Uri.encode(number))
        return try {
            context.contentResolver.query(address, arrayOf(PhoneLookup._ID), null, null, null)
                ?.use { it.count > 0 } ?: false
        } catch (failure: RuntimeException) {
            report(context, failure)
            true
        }
    }
}
