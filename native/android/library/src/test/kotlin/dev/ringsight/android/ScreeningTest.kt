package dev.ringsight.android

import android.Manifest
import android.app.Notification
import android.content.ContentProvider
import android.content.ContentValues
import android.database.Cursor
import android.database.MatrixCursor
import android.media.AudioManager
import android.net.Uri
import android.os.Looper
import android.provider.ContactsContract
import android.telecom.Call
import android.telecom.DisconnectCause
import android.telecom.TelecomManager
import android.telephony.SubscriptionManager
import android.telephony.TelephonyManager
import android.view.WindowManager
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowContentResolver
import org.robolectric.shadows.ShadowSubscriptionManager.SubscriptionInfoBuilder
import java.time.Duration

@RunWith(RobolectricTestRunner::class)
@Config(manifest = Config.NONE, sdk = [34])
class ScreeningTest {
    @Test
    fun `R-09 AND-01 a contact's call is let through, and named over the ringing phone`() {
        val phone = Phone()
        val answer = checkNotNull(phone.screen(ANNA)).callResponse
        assertFalse(answer.disallowCall || answer.rejectCall || answer.silenceCall || answer.skipCallLog)
        assertEquals(ANNA_CARD, phone.cardText())
        assertEquals(emptyList<String>(), phone.titles())
    }

    @Test
    fun `AND-65 a number in national form is read under the SIM's country, which Android writes in lower case`() {
        val phone = Phone().apply { screen("0871234567") }
        assertEquals(ANNA_CARD, phone.cardText())
    }

    @Test
    fun `AND-50 without the overlay the name comes as a notification`() {
        val phone = Phone(canDrawOverlays = false).apply { screen(ANNA) }
        assertNull(phone.card())
        assertEquals(listOf(ANNA_LABEL), phone.titles())
        assertEquals("R-09", listOf(ANNA_DEAL), phone.texts())
    }

    @Test
    fun `AND-10 R-02 two SIMs of two countries are tried, where the phone permission tells of the second`() {
        val phone = Phone()
        val second = SubscriptionInfoBuilder.newBuilder().setId(2).setCountryIso("ie").buildSubscriptionInfo()
        shadowOf(phone.app.getSystemService(TelephonyManager::class.java)).setSimCountryIso("gb")
        shadowOf(phone.app.getSystemService(SubscriptionManager::class.java)).setActiveSubscriptionInfos(second)
        phone.screen("0871234567")
        assertNull(phone.card())
        shadowOf(phone.app).grantPermissions(Manifest.permission.READ_PHONE_STATE)
        phone.screen("0871234567")
        assertEquals(ANNA_CARD, phone.cardText())
    }

    @Test
    fun `R-04 AND-04 who may read the contacts, and finds the number there, leaves it to the phone`() {
        val phone = Phone()
        ShadowContentResolver.registerProviderInternal(ContactsContract.AUTHORITY, AddressBookOf("0871234567"))
        phone.screen("0871234567")
        assertEquals("without the permission nobody looks", ANNA_CARD, phone.cardText())
        shadowOf(phone.app).grantPermissions(Manifest.permission.READ_CONTACTS)
        phone.screen("0871234567")
        assertNull(phone.card())
        phone.screen(ANNA)
        assertEquals("another writing, which it does not have", ANNA_CARD, phone.cardText())
    }

    private class AddressBookOf(private val number: String) : ContentProvider() {
        override fun onCreate() = true

        override fun query(uri: Uri, columns: Array<String>?, a: String?, b: Array<String>?, c: String?): Cursor =
            MatrixCursor(columns).apply { if (uri.lastPathSegment == number) addRow(arrayOf(1)) }

        override fun getType(uri: Uri): String? = null

        override fun insert(uri: Uri, values: ContentValues?): Uri? = null

        override fun delete(uri: Uri, a: String?, b: Array<String>?) = 0

        override fun update(uri: Uri, values: ContentValues?, a: String?, b: Array<String>?) = 0
    }

    @Test
    fun `AND-09 a withheld caller has no handle, is let through and named by nobody`() {
        val hidden = listOf(
            TelecomManager.PRESENTATION_RESTRICTED,
            TelecomManager.PRESENTATION_UNKNOWN,
            TelecomManager.PRESENTATION_PAYPHONE,
            TelecomManager.PRESENTATION_UNAVAILABLE,
            TelecomManager.PRESENTATION_ALLOWED,
        )
        for (presentation in hidden) {
            val phone = Phone()
            assertNotNull(phone.screen(null, presentation = presentation))
            assertNull(phone.card())
            assertEquals(emptyList<Any>(), phone.events("failure"))
        }
    }

    @Test
    fun `AND-09 a number that comes with a presentation that hides it is not used`() {
        val phone = Phone().apply { screen(ANNA, presentation = TelecomManager.PRESENTATION_RESTRICTED) }
        assertNull(phone.card())
    }

    @Test
    fun `R-06 strangers, short codes, words and emergencies are named by nobody`() {
        val phone = Phone()
        listOf("+353861234567", "50123", "112", "Anna", "", " ", "+", "0".repeat(300)).forEach { number ->
            assertNotNull(phone.screen(number))
            assertNull(phone.card())
        }
        assertEquals(emptyList<Any>(), phone.events("failure"))
    }

    @Test
    fun `R-06 a stranger who calls next does not call under the name of the one before`() {
        for (canDrawOverlays in listOf(true, false)) {
            val phone = Phone(canDrawOverlays = canDrawOverlays).apply { screen(ANNA) }
            phone.screen("+353861234567")
            assertNull(phone.card())
            assertEquals(emptyList<String>(), phone.titles())
        }
    }

    @Test
    fun `R-06 a stranger who calls while a contact rings takes no card away`() {
        val phone = Phone().apply {
            screen(ANNA)
            soundMode(AudioManager.MODE_RINGTONE)
            screen("+353861234567")
        }
        assertEquals(ANNA_CARD, phone.cardText())
        phone.postCall("+353861234567", DisconnectCause.REJECTED)
        assertEquals(ANNA_CARD, phone.cardText())
        phone.postCall(ANNA, DisconnectCause.MISSED)
        assertNull(phone.card())
    }

    @Test
    fun `R-09 AND-17 of two callers each has a card, and one's end takes away its own alone`() {
        for (canDrawOverlays in listOf(true, false)) {
            val phone = Phone(canDrawOverlays = canDrawOverlays).apply { publish("shared.idx") }
            fun shown() = if (canDrawOverlays) phone.cards().map { it.substringBefore("\n") } else phone.titles()
            phone.screen(ANNA)
            phone.screen(MARY)
            assertEquals(setOf(SHARED_ANNA_LABEL, "Mary Walsh +2 others"), shown().toSet())
            phone.postCall(MARY, DisconnectCause.REJECTED)
            assertTrue(SHARED_ANNA_LABEL in shown() && "Mary Walsh +2 others" !in shown())
            phone.postCall(ANNA, DisconnectCause.REJECTED)
            assertFalse(SHARED_ANNA_LABEL in shown())
        }
    }

    @Test
    fun `R-09 cards of two callers do not cover each other`() {
        val phone = Phone().apply {
            publish("shared.idx")
            screen(ANNA)
            screen(MARY)
        }
        assertEquals(listOf(SHARED_ANNA_LABEL, MARY_CARD), phone.cards())
        phone.postCall(ANNA, DisconnectCause.MISSED)
        assertEquals(0, (phone.card()?.layoutParams as WindowManager.LayoutParams).y)
    }

    @Test
    fun `R-09 who calls a second time while ringing is named until both calls are over`() {
        val phone = Phone()
        repeat(2) { phone.screen(ANNA) }
        phone.postCall(ANNA, DisconnectCause.REJECTED)
        assertEquals(ANNA_CARD, phone.cardText())
        phone.postCall(ANNA, DisconnectCause.MISSED)
        assertNull(phone.card())
    }

    @Test
    fun `R-09 AND-55 locked, the card stands over the lock, and a notice without a sound where no screen does`() {
        val phone = Phone().apply {
            lock()
            screen(ANNA)
        }
        val flags = (phone.card()?.layoutParams as WindowManager.LayoutParams).flags
        @Suppress("DEPRECATION")
        assertTrue(flags and WindowManager.LayoutParams.FLAG_SHOW_WHEN_LOCKED != 0)
        val notice = phone.notices().single()
        assertEquals(listOf(ANNA_LABEL), phone.titles())
        assertEquals(Notification.GROUP_ALERT_SUMMARY, notice.groupAlertBehavior)
        assertEquals(Notification.VISIBILITY_PRIVATE, notice.visibility)
        phone.postCall(ANNA, DisconnectCause.REJECTED)
        assertNull(phone.card())
        assertEquals(emptyList<String>(), phone.titles())
    }

    @Test
    @Config(sdk = [30, 34])
    fun `R-09 AND-30 once the call is answered the card is off the call screen, though nobody tells the app`() {
        val phone = Phone().apply {
            screen(ANNA)
            soundMode(AudioManager.MODE_RINGTONE)
        }
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(1))
        assertEquals(ANNA_CARD, phone.cardText())
        phone.soundMode(AudioManager.MODE_IN_CALL)
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(1))
        assertNull(phone.card())
        // Who waits meanwhile is named, and the one who was answered is not named again.
        phone.publish("shared.idx")
        phone.screen(MARY)
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(1))
        assertEquals(listOf(MARY_CARD), phone.cards())
    }

    @Test
    fun `R-09 nobody rings longer than two minutes`() {
        val phone = Phone().apply { screen(ANNA) }
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(119))
        assertEquals(ANNA_CARD, phone.cardText())
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(2))
        assertNull(phone.card())
    }

    @Test
    fun `AND-13 a call that the user makes shows nothing`() {
        val phone = Phone().apply { screen("0871234567,,12", direction = Call.Details.DIRECTION_OUTGOING) }
        assertNull(phone.card())
    }

    @Test
    fun `R-13 R-15 switched off, or signed out, nobody is named`() {
        val off = Phone().apply {
            ringsight.setCallerId(false)
            screen(ANNA)
        }
        assertNull(off.card())
        val signedOut = Phone().apply {
            ringsight.signOut()
            screen(ANNA)
        }
        assertNull(signedOut.card())
        assertEquals(emptyList<Any>(), signedOut.events("snapshot-damaged"))
    }

    @Test
    fun `R-03 a damaged snapshot names nobody, says why once and lets every call through`() {
        for (name in listOf(
            "cut-0.idx",
            "cut-113.idx",
            "damaged-magic.idx",
            "damaged-version.idx",
            "damaged-number.idx",
        )) {
            val phone = Phone().apply { damage(name) }
            repeat(3) { assertNotNull(phone.screen(ANNA)) }
            assertNull(phone.card())
            assertEquals(name, 1, phone.events("snapshot-damaged").size)
        }
    }

    @Test
    fun `R-16 after a delta the next call is named by the next snapshot`() {
        val phone = Phone()
        assertNull(phone.publishDelta("one.delta"))
        phone.screen(ANNA)
        assertEquals("Anna Byrne · Beta", phone.cardText())
    }

    @Test
    fun `R-03 another workspace's snapshot is not taken over`() {
        val phone = Phone().apply { ringsight.signIn("0".repeat(16)) }
        assertNotNull(phone.publish("shared.idx"))
        phone.screen(ANNA)
        assertNull(phone.card())
        val reasons = phone.events("snapshot-damaged").map { it.getString("reason") }
        assertEquals("the one that came; the one that was there is gone", listOf("other-workspace", "missing"), reasons)
    }

    @Test
    fun `AND-08 whatever fails behind the answer, the call has been let through and the failure is an event`() {
        val phone = Phone()
        // A folder where the session is to be kept: it can neither be read nor replaced.
        java.io.File(phone.app.noBackupFilesDir, "ringsight/session").mkdirs()
        assertNotNull(phone.screen(ANNA))
        assertEquals(ANNA_CARD, phone.cardText())
        assertTrue(phone.events("failure").isNotEmpty())
        assertFalse(phone.ringsight.readEvents().any { "353871234567" in it })
    }
}
