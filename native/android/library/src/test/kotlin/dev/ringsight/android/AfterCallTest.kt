package dev.ringsight.android

import android.app.Notification
import android.content.Intent
import android.media.AudioManager
import android.os.Build
import android.os.Bundle
import android.os.Looper
import android.telecom.Call
import android.telecom.DisconnectCause
import android.telecom.TelecomManager
import dev.ringsight.core.CallEvent
import dev.ringsight.core.LogCalls
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.util.ReflectionHelpers
import java.time.Duration

@RunWith(RobolectricTestRunner::class)
@Config(manifest = Config.NONE, sdk = [34])
class AfterCallTest {
    @Test
    fun `R-10 AND-30 a missed call leaves a notification with View contact and Call back, and both work`() {
        val phone = Phone()
        phone.screen(ANNA)
        val activity = phone.postCall(ANNA, DisconnectCause.MISSED)
        assertTrue(activity.isFinishing)
        assertNull(phone.card())
        assertEquals(listOf("Missed call: $ANNA_LABEL"), phone.titles())
        val notice = phone.notices().single()
        assertEquals(Notification.CATEGORY_MISSED_CALL, notice.category)
        assertEquals(listOf("View contact", "Call back"), notice.actions.map { it.title.toString() })
        val (view, call) = notice.actions.map { shadowOf(it.actionIntent).savedIntent }
        assertEquals("ringsight://contact/101", view.dataString)
        assertEquals(phone.app.packageName, view.`package`)
        assertTrue(notice.actions.all { it.actionIntent.isImmutable })
        Robolectric.buildActivity(CallBackActivity::class.java, call).create()
        val dialled = checkNotNull(phone.opened())
        assertEquals(Intent.ACTION_DIAL, dialled.action)
        assertEquals("tel:$ANNA", android.net.Uri.decode(dialled.dataString))
        assertEquals("dealt with", emptyList<String>(), phone.titles())
    }

    @Test
    fun `R-14 a call that was placed in the app asks for its outcome whatever Log calls says, be it to a stranger`() {
        val stranger = "+353861110000"
        for ((number, address) in listOf(ANNA to "ringsight://outcome/101", stranger to "ringsight://outcome")) {
            val phone = Phone().apply { ringsight.setLogCalls(LogCalls.OFF) }
            phone.ringsight.notePlaced(number)
            phone.screen(number, Call.Details.DIRECTION_OUTGOING)
            phone.postCall(number, DisconnectCause.LOCAL)
            val opened = checkNotNull(phone.opened())
            assertEquals(address, opened.dataString)
            assertEquals(number, opened.getStringExtra("e164"))
        }
    }

    @Test
    fun `R-11 AND-31 after an answered call the outcome card opens`() {
        val phone = Phone()
        phone.screen(ANNA)
        phone.postCall(ANNA, DisconnectCause.REMOTE)
        assertEquals("ringsight://outcome/101", phone.opened()?.dataString)
        assertEquals(emptyList<String>(), phone.titles())
    }

    @Test
    fun `R-14 an outgoing call is asked about only when Log calls is on`() {
        for ((logCalls, opened) in listOf(LogCalls.ON to "ringsight://outcome/101", LogCalls.UNTOUCHED to null)) {
            val phone = Phone().apply { ringsight.setLogCalls(logCalls) }
            phone.screen(ANNA, Call.Details.DIRECTION_OUTGOING)
            phone.postCall(ANNA, DisconnectCause.LOCAL)
            assertEquals(opened, phone.opened()?.dataString)
        }
    }

    @Test
    fun `AND-30 the end of a call that the phone has not told of is nobody's, whatever it says`() {
        val phone = Phone().apply { ringsight.setLogCalls(LogCalls.ON) }
        for (cause in 0..12) phone.postCall(ANNA, cause, TelecomManager.DURATION_LONG)
        assertEquals(emptyList<String>(), phone.titles())
        assertNull(phone.opened())
        assertEquals(emptyList<String>(), phone.ringsight.readEvents())
    }

    @Test
    fun `R-10 AND-17 a second call that the phone turns down while one rings leaves its notice`() {
        val phone = Phone().apply { publish("shared.idx") }
        phone.screen(ANNA)
        phone.soundMode(AudioManager.MODE_RINGTONE)
        phone.screen(MARY)
        phone.postCall(MARY, DisconnectCause.REJECTED)
        assertEquals(listOf("Missed call: Mary Walsh +2 others"), phone.titles())
        phone.postCall(ANNA, DisconnectCause.MISSED)
        assertEquals(
            setOf("Missed call: Mary Walsh +2 others", "Missed call: $SHARED_ANNA_LABEL"),
            phone.titles().toSet(),
        )
    }

    @Test
    fun `R-14 on Android 10 a call that was dialled in the app ends with the sound, however long it was`() {
        val phone = Phone(hasRole = false)
        // The mode can be listened to from API 31 on only.
        ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", 29)
        val main = shadowOf(Looper.getMainLooper())
        phone.ringsight.notePlaced(ANNA)
        phone.soundMode(AudioManager.MODE_IN_CALL)
        main.idleFor(Duration.ofMinutes(10))
        phone.soundMode(AudioManager.MODE_NORMAL)
        main.idleFor(Duration.ofSeconds(11))
        CallerId.of(phone.app).onQuiet(CallEvent.Settle(System.currentTimeMillis() + 11_000))
        assertEquals("ringsight://outcome/101", phone.opened()?.dataString)
        assertEquals(Duration.ZERO, main.nextScheduledTaskTime)
    }

    @Test
    fun `R-11 two calls ask for two outcomes, each for its own number`() {
        val phone = Phone(hasRole = false, canDrawOverlays = false).apply { publish("shared.idx") }
        for (number in listOf(ANNA, MARY, ANNA)) {
            listOf("RINGING", "OFFHOOK", "IDLE").forEach { phone.state(it, number) }
        }
        val asked = phone.notices().map { shadowOf(it.contentIntent).savedIntent.getStringExtra("e164") }
        assertEquals(listOf(ANNA, ANNA, MARY).sorted(), asked.map { it.orEmpty() }.sorted())
    }

    @Test
    fun `R-06 a stranger's and a withheld caller's missed calls are noted and not told`() {
        val phone = Phone()
        for (number in listOf("+353861234567", null)) {
            val isHidden = number == null
            val presentation =
                if (isHidden) TelecomManager.PRESENTATION_RESTRICTED else TelecomManager.PRESENTATION_ALLOWED
            phone.screen(number, presentation = presentation)
            phone.postCall(number, DisconnectCause.MISSED)
        }
        assertEquals(emptyList<String>(), phone.titles())
        assertEquals(2, phone.events("call").size)
        assertEquals(emptyList<Any>(), phone.events("failure"))
    }

    @Test
    fun `an activity that the system brings back does not tell of the call again`() {
        val phone = Phone()
        phone.start(Intent(TelecomManager.ACTION_POST_CALL), Bundle())
        assertEquals(emptyList<Any>(), phone.events("call"))
    }

    @Test
    fun `what another app puts into the intent does no harm`() {
        val phone = Phone()
        val odd = listOf(
            Intent("com.example.OTHER"),
            Intent(),
            Intent(TelecomManager.ACTION_POST_CALL),
            Intent(TelecomManager.ACTION_POST_CALL).putExtra(TelecomManager.EXTRA_HANDLE, "text"),
            Intent(TelecomManager.ACTION_POST_CALL).putExtra(TelecomManager.EXTRA_CALL_DURATION, 99),
            Intent(TelecomManager.ACTION_POST_CALL).putExtra(TelecomManager.EXTRA_DISCONNECT_CAUSE, -5),
        )
        odd.forEach { assertTrue(phone.start(it).isFinishing) }
        assertEquals(emptyList<Any>(), phone.events("failure"))
        assertEquals(emptyList<String>(), phone.titles())
    }

    @Test
    fun `AND-30 AND-47 without the role only a call that was asked about can end so`() {
        val forged = Phone(hasRole = false).apply { postCall(ANNA, DisconnectCause.MISSED) }
        assertEquals(emptyList<Any>(), forged.events("call"))
        val phone = Phone().apply { screen(ANNA) }
        phone.loseRole()
        phone.postCall(ANNA, DisconnectCause.MISSED)
        assertEquals(listOf("Missed call: $ANNA_LABEL"), phone.titles())
    }

    @Test
    fun `R-11 the calls that go on outlive the process`() {
        val phone = Phone().apply { screen(ANNA) }
        val kept = java.io.File(phone.app.noBackupFilesDir, "ringsight/session").readText()
        assertTrue(ANNA in kept)
        assertEquals(1, SessionFile(java.io.File(phone.app.noBackupFilesDir, "ringsight/session")).read().open.size)
    }

    @Test
    fun `events stay until they are taken`() {
        val phone = Phone()
        phone.screen(ANNA)
        phone.postCall(ANNA, DisconnectCause.REJECTED)
        val call = phone.events("call").single()
        assertEquals(ANNA, call.getString("e164"))
        assertEquals("rejected", call.getString("result"))
        assertEquals("101", call.getJSONArray("contactIds").getString(0))
        phone.ringsight.removeEvents(1)
        assertEquals(emptyList<String>(), phone.ringsight.readEvents())
    }
}
