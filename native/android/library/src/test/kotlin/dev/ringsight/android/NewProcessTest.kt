// Android has ended the process in the middle of a call, and starts another one.
package dev.ringsight.android

import android.Manifest
import android.media.AudioManager
import android.os.Looper
import android.telephony.TelephonyManager
import dev.ringsight.core.CallEvent
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.util.ReflectionHelpers
import java.time.Duration

@RunWith(RobolectricTestRunner::class)
@Config(manifest = Config.NONE, sdk = [34])
class NewProcessTest {
    private val phone = Phone(hasRole = false).apply {
        shadowOf(app).grantPermissions(Manifest.permission.READ_PHONE_STATE)
        for (state in listOf("RINGING", "OFFHOOK")) state(state, ANNA)
    }

    // An application makes its own Ringsight before Android delivers what the process was started for.
    private fun startProcess(callState: Int) {
        ReflectionHelpers.setStaticField(CallerId::class.java, "only", null)
        shadowOf(phone.app.getSystemService(TelephonyManager::class.java)).setCallState(callState)
        Ringsight(phone.app)
        shadowOf(Looper.getMainLooper()).idle()
    }

    private fun waitTenSeconds() = shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(10))

    @Test
    fun `R-11 the end of a call that starts the process is heard before anybody looks`() {
        startProcess(TelephonyManager.CALL_STATE_IDLE)
        phone.state("IDLE", ANNA)
        assertEquals(listOf("answered"), phone.events("call").map { it.getString("result") })
        assertEquals("ringsight://outcome/101", phone.opened()?.dataString)
    }

    @Test
    fun `AND-23 after an end that nobody heard, the next caller is named`() {
        startProcess(TelephonyManager.CALL_STATE_IDLE)
        waitTenSeconds()
        phone.state("RINGING", ANNA)
        assertEquals(ANNA_CARD, phone.cardText())
    }

    @Test
    fun `R-11 a call that goes on is the same one`() {
        startProcess(TelephonyManager.CALL_STATE_OFFHOOK)
        waitTenSeconds()
        phone.state("IDLE", ANNA)
        assertEquals(listOf("answered"), phone.events("call").map { it.getString("result") })
    }

    @Test
    fun `R-11 a call that was dialled in the app and goes on ends with the sound, where nothing else is told`() {
        shadowOf(phone.app).denyPermissions(Manifest.permission.READ_PHONE_STATE)
        phone.ringsight.signOut()
        phone.ringsight.signIn(ACME)
        phone.ringsight.notePlaced(ANNA)
        phone.soundMode(AudioManager.MODE_IN_CALL)
        startProcess(TelephonyManager.CALL_STATE_OFFHOOK)
        phone.soundMode(AudioManager.MODE_NORMAL)
        waitTenSeconds()
        CallerId.of(phone.app).onQuiet(CallEvent.Settle(System.currentTimeMillis() + 11_000))
        assertEquals(listOf("dialled"), phone.events("call").map { it.getString("result") })
    }
}
