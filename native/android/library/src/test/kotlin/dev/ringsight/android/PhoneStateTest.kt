package dev.ringsight.android

import android.content.Intent
import android.telephony.TelephonyManager
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
@Config(manifest = Config.NONE, sdk = [34])
class PhoneStateTest {
    @Test
    fun `R-13 AND-20 the article's way names the caller once, whichever broadcast comes first`() {
        for (numbers in listOf(listOf(ANNA, null), listOf(null, ANNA))) {
            val phone = Phone(hasRole = false)
            numbers.forEach { phone.state("RINGING", it) }
            assertEquals(ANNA_CARD, phone.cardText())
            numbers.forEach { phone.state("OFFHOOK", it) }
            assertNull(phone.card())
            numbers.forEach { phone.state("IDLE", it) }
            assertEquals(listOf("answered"), phone.events("call").map { it.getString("result") })
            assertEquals("ringsight://outcome/101", phone.opened()?.dataString)
        }
    }

    @Test
    fun `R-10 AND-34 a call that nobody answered leaves one notice`() {
        val phone = Phone(hasRole = false)
        listOf("RINGING", "IDLE").forEach { state -> listOf(ANNA, null).forEach { phone.state(state, it) } }
        assertEquals(listOf("Missed call: $ANNA_LABEL"), phone.titles())
    }

    @Test
    fun `AND-21 AND-22 without a number, or with a blank one, nobody is named`() {
        for (number in listOf(null, "", "  ")) {
            val phone = Phone(hasRole = false)
            listOf("RINGING", "IDLE").forEach { phone.state(it, number) }
            assertNull(phone.card())
            assertEquals(emptyList<String>(), phone.titles())
            assertEquals(emptyList<Any>(), phone.events("failure"))
        }
    }

    @Test
    fun `AND-20 AND-23 a withheld caller, a number that is null, is not named after a waiting one`() {
        val phone = Phone(hasRole = false)
        listOf(false, true).forEach { phone.state("RINGING", null, isNumberThere = it) }
        phone.state("RINGING", ANNA)
        assertNull(phone.card())
        listOf(true, false).forEach { phone.state("IDLE", null, isNumberThere = it) }
        assertEquals(listOf("missed"), phone.events("call").map { it.getString("result") })
        assertEquals(emptyList<String>(), phone.titles())
    }

    @Test
    fun `AND-51 from behind, without the overlay, a notification asks for the outcome`() {
        val phone = Phone(hasRole = false, canDrawOverlays = false)
        listOf("RINGING", "OFFHOOK", "IDLE").forEach { phone.state(it, ANNA) }
        assertNull(phone.opened())
        assertEquals(listOf("How did the call go? $ANNA_LABEL"), phone.titles())
    }

    @Test
    fun `AND-23 AND-25 a waiting call's number is not believed`() {
        val phone = Phone(hasRole = false)
        phone.state("RINGING", "+353861234567")
        phone.state("OFFHOOK", "+353861234567")
        listOf(ANNA, null, ANNA).forEach { phone.state("RINGING", it) }
        assertNull(phone.card())
    }

    @Test
    fun `a broadcast that is none does no harm`() {
        val phone = Phone(hasRole = false)
        listOf(
            Intent(),
            Intent(TelephonyManager.ACTION_PHONE_STATE_CHANGED),
            Intent("other").putExtra("state", "RINGING"),
        )
            .forEach { PhoneStateReceiver().onReceive(phone.app, it) }
        phone.state("HELD", ANNA)
        assertNull(phone.card())
        assertEquals(emptyList<String>(), phone.ringsight.readEvents())
    }

    @Test
    fun `AND-27 a restart in the middle of a call ends it, and schedules the sync`() {
        val phone = Phone(hasRole = false).apply { state("RINGING", ANNA) }
        BootReceiver().onReceive(phone.app, Intent(Intent.ACTION_BOOT_COMPLETED))
        assertEquals(listOf("unknown"), phone.events("call").map { it.getString("result") })
        assertEquals(emptyList<String>(), phone.titles().filter { it.startsWith("Missed") })
    }
}
