package dev.ringsight.android

import android.Manifest
import android.database.Cursor
import android.database.MatrixCursor
import android.media.AudioManager
import android.net.Uri
import android.os.Build
import android.os.Looper
import android.provider.CallLog
import android.provider.ContactsContract
import android.telecom.DisconnectCause
import android.telephony.TelephonyManager
import dev.ringsight.core.CallEvent
import dev.ringsight.scenarios.ReadOnly
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.shadows.ShadowTelephonyManager
import org.robolectric.util.ReflectionHelpers
import java.io.File
import java.time.Duration

/** What the phone's own parts throw must cost no more than what they were asked for. */
@RunWith(RobolectricTestRunner::class)
@Config(manifest = Config.NONE, sdk = [34])
class FailingPhoneTest {
    /** A provider of a maker's that takes a granted permission back by itself, or is gone. */
    internal open class Refusing : ReadOnly() {
        override fun query(
            uri: Uri,
            columns: Array<String>?,
            where: String?,
            values: Array<String>?,
            order: String?,
        ): Cursor? = throw SecurityException("refused")
    }

    /** A call log: who has called, by the ids of the rows. */
    internal class Missed : ReadOnly() {
        override fun query(
            uri: Uri,
            columns: Array<String>?,
            where: String?,
            values: Array<String>?,
            order: String?,
        ): Cursor = MatrixCursor(checkNotNull(columns)).apply {
            val after = values?.single()?.toLong() ?: -1
            val found = rows.filterKeys { it > after }
            for ((id, number) in if (order.orEmpty().endsWith("DESC")) found.entries.reversed() else found.entries) {
                val at = System.currentTimeMillis()
                addRow(arrayOf<Any?>(id, CallLog.Calls.MISSED_TYPE, number, 1, at, 0, null))
            }
        }

        companion object {
            val rows = sortedMapOf<Long, String>()
        }
    }

    private val calls = listOf(Manifest.permission.READ_CALL_LOG, Manifest.permission.READ_PHONE_STATE)

    private fun Phone.grant(permissions: List<String>) = shadowOf(app).grantPermissions(*permissions.toTypedArray())

    private fun Phone.kinds() = events("failure").map { it.getString("kind") }.toSet()

    private fun Phone.folder() = File(app.noBackupFilesDir, "ringsight")

    private fun Phone.misses() = listOf("RINGING", "IDLE").forEach { state ->
        listOf(ANNA, null).forEach { this.state(state, it) }
    }

    @Test
    fun `AND-33 a call log that refuses to be read costs no card and no notice`() {
        val phone = Phone(hasRole = false).apply { grant(calls) }
        Robolectric.setupContentProvider(Refusing::class.java, CallLog.AUTHORITY)
        phone.state("RINGING", ANNA)
        assertEquals(ANNA_CARD, phone.cardText())
        phone.state("IDLE", ANNA)
        CallerId.of(phone.app).onQuiet(CallEvent.Settle(System.currentTimeMillis() + 15_000))
        assertEquals(listOf("Missed call: $ANNA_LABEL"), phone.titles())
        assertEquals(setOf("SecurityException"), phone.kinds())
    }

    @Test
    fun `R-04 of a caller whom a failing address book may have nothing of the CRM is shown, and the call is told of`() {
        val phone = Phone().apply { grant(listOf(Manifest.permission.READ_CONTACTS)) }
        Robolectric.setupContentProvider(Refusing::class.java, ContactsContract.AUTHORITY)
        phone.screen(ANNA)
        assertNull(phone.card())
        phone.postCall(ANNA, DisconnectCause.MISSED)
        assertEquals(emptyList<String>(), phone.titles())
        assertEquals(listOf("missed"), phone.events("call").map { it.getString("result") })
        assertEquals(setOf("SecurityException"), phone.kinds())
    }

    @Test
    fun `R-10 a phone whose storage is full tells of a missed call all the same`() {
        val phone = Phone(hasRole = false)
        // Neither can be written: a folder is in the way.
        File(phone.folder(), "session.new").mkdirs()
        File(phone.folder(), "events").mkdirs()
        File(phone.folder(), "seen").delete()
        File(phone.folder(), "seen").mkdirs()
        phone.misses()
        assertEquals(listOf("Missed call: $ANNA_LABEL"), phone.titles())
        phone.state("RINGING", ANNA)
        assertEquals(ANNA_CARD, phone.cardText())
    }

    @Test
    fun `a phone whose storage is full from the first lets the app start`() {
        val app = RuntimeEnvironment.getApplication()
        File(app.noBackupFilesDir, "ringsight/phone.new/full").mkdirs()
        assertFalse(Ringsight(app).status().isSignedIn)
    }

    @Implements(TelephonyManager::class)
    class NoTelephone : ShadowTelephonyManager() {
        @Implementation
        override fun getSimCountryIso(): String = throw UnsupportedOperationException()

        @Implementation
        override fun getNetworkCountryIso(): String = throw UnsupportedOperationException()

        @Implementation
        override fun getCallStateForSubscription(): Int = throw UnsupportedOperationException()
    }

    @Test
    @Config(shadows = [NoTelephone::class])
    fun `from Android 15 on a tablet answers no question about its SIM, and names callers without one`() {
        val app = RuntimeEnvironment.getApplication()
        shadowOf(app).grantPermissions(*calls.toTypedArray())
        val status = PhoneStatus(app)
        assertEquals(emptyList<String>(), status.simCountries().filter(String::isNotEmpty))
        assertEquals("", status.networkCountry())
        assertFalse(status.isRinging())
        assertTrue(Ringsight(app).diagnostic().contains("\"simCountries\": []"))
    }

    @Test
    fun `AND-11 a call that never rings is not looked for until the process ends`() {
        val phone = Phone()
        // The mode can be listened to from API 31 on only.
        ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", 30)
        phone.screen(ANNA)
        val main = shadowOf(Looper.getMainLooper())
        main.idleFor(Duration.ofMinutes(2))
        assertTrue("it is looked", main.nextScheduledTaskTime > Duration.ZERO)
        main.idleFor(Duration.ofMinutes(2))
        assertEquals(Duration.ZERO, main.nextScheduledTaskTime)
        // The next call is looked at again.
        phone.screen(ANNA)
        phone.soundMode(AudioManager.MODE_IN_CALL)
        main.idleFor(Duration.ofSeconds(1))
        assertNull(phone.card())
    }

    @Test
    fun `AND-33 R-01 a call that came while nobody was signed in is not told of to whoever signs in next`() {
        val phone = Phone(hasRole = false).apply { grant(calls) }
        Robolectric.setupContentProvider(Missed::class.java, CallLog.AUTHORITY)
        fun list(id: Long, number: String) {
            Missed.rows[id] = number
            phone.app.contentResolver.notifyChange(CallLog.Calls.CONTENT_URI, null)
            shadowOf(Looper.getMainLooper()).idle()
        }
        Missed.rows.clear()
        phone.state("RINGING", ANNA)
        list(1, ANNA)
        phone.state("IDLE", ANNA)
        assertEquals(listOf(ANNA), phone.events("call").map { it.getString("e164") })
        phone.ringsight.signOut()
        list(2, ANNA)
        phone.ringsight.signIn(ACME)
        phone.publish("one.idx")
        phone.state("RINGING", STRANGER)
        list(3, STRANGER)
        assertEquals(listOf(STRANGER), phone.events("call").map { it.getString("e164") })
    }

    private companion object {
        const val STRANGER = "+353861112222"
    }
}
