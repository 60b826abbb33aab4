package dev.ringsight.android

import android.net.Uri
import android.provider.ContactsContract.Directory
import android.provider.ContactsContract.PhoneLookup
import android.telecom.TelecomManager
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowBinder

@RunWith(RobolectricTestRunner::class)
@Config(manifest = Config.NONE, sdk = [34])
class ContactDirectoryProviderTest {
    private val phone = Phone()
    private val authority = "${phone.app.packageName}.ringsight.directory"
    private val provider = Robolectric.buildContentProvider(
        ContactDirectoryProvider::class.java,
    ).create(authority).get()

    private fun ask(number: String, asker: String?, caller: String): String? {
        shadowOf(phone.app.getSystemService(TelecomManager::class.java)).setDefaultDialerPackage("com.example.dialer")
        shadowOf(phone.app.packageManager).setPackagesForUid(UID, caller)
        ShadowBinder.setCallingUid(UID)
        val address = Uri.parse("content://$authority/phone_lookup").buildUpon().appendPath(number)
        asker?.let { address.appendQueryParameter(Directory.CALLER_PACKAGE_PARAM_KEY, it) }
        val columns = arrayOf(PhoneLookup.DISPLAY_NAME, PhoneLookup.PHOTO_URI)
        return provider.query(address.build(), columns, null, null, null)?.use { rows ->
            if (rows.moveToFirst()) rows.getString(0) else null
        }
    }

    @Test
    fun `AND-67 the default dialer is answered, by itself and by way of the contacts provider`() {
        assertEquals(ANNA_LABEL, ask(ANNA, null, "com.example.dialer"))
        assertEquals(ANNA_LABEL, ask(ANNA, "com.example.dialer", "com.android.providers.contacts"))
    }

    @Test
    fun `AND-68 nobody else is, whatever they say of themselves`() {
        assertNull(ask(ANNA, null, "com.example.curious"))
        assertNull(ask(ANNA, "com.example.dialer", "com.example.curious"))
        assertNull(ask(ANNA, "com.example.curious", "com.android.providers.contacts"))
        assertNull(ask(ANNA, null, "com.android.providers.contacts"))
    }

    @Test
    fun `AND-67 whole numbers alone are answered, and nothing throws`() {
        listOf("0871234567", "1234567", "", "+", "+353", "anna", "%", "+353861234567").forEach {
            assertNull(it, ask(it, null, "com.example.dialer"))
        }
        assertNull(provider.query(Uri.parse("content://$authority/other"), null, null, null, null))
    }

    @Test
    fun `AND-67 a damaged snapshot is no name`() {
        phone.damage("damaged-number.idx")
        assertNull(ask(ANNA, null, "com.example.dialer"))
    }

    @Test
    fun `AND-67 R-13 with Caller ID off, or nobody signed in, the dialer is told no name`() {
        phone.ringsight.setCallerId(false)
        assertNull(ask(ANNA, null, "com.example.dialer"))
        phone.ringsight.setCallerId(true)
        assertEquals(ANNA_LABEL, ask(ANNA, null, "com.example.dialer"))
        phone.ringsight.signOut()
        assertNull(ask(ANNA, null, "com.example.dialer"))
    }

    @Test
    fun `it says what it is`() {
        val address = Uri.parse("content://$authority/directories")
        checkNotNull(provider.query(address, null, null, null, null)).use { rows ->
            assertTrue(rows.moveToFirst())
            val export = rows.getInt(rows.getColumnIndexOrThrow(Directory.EXPORT_SUPPORT))
            assertEquals(Directory.EXPORT_SUPPORT_NONE, export)
            assertEquals(phone.app.packageName, rows.getString(rows.getColumnIndexOrThrow(Directory.ACCOUNT_NAME)))
        }
    }

    private companion object {
        const val UID = 10_321
    }
}
