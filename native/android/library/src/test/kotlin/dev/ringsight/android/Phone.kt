// A phone on the table for tests, by Robolectric: Android's own classes, with a telephone that tests can ring.
package dev.ringsight.android

import android.app.Application
import android.app.KeyguardManager
import android.app.Notification
import android.app.NotificationManager
import android.app.role.RoleManager
import android.content.Intent
import android.media.AudioManager
import android.net.Uri
import android.os.Bundle
import android.os.Looper
import android.telecom.Call
import android.telecom.TelecomManager
import android.telephony.TelephonyManager
import android.view.View
import android.view.WindowManager
import android.widget.TextView
import dev.ringsight.core.CallEvent
import dev.ringsight.core.LogCalls
import org.json.JSONObject
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowCallScreeningService
import org.robolectric.shadows.ShadowSettings
import org.robolectric.shadows.ShadowWindowManagerImpl
import org.robolectric.util.ReflectionHelpers
import java.io.File

internal const val ACME = "822b33ad87c148a0"
internal const val ANNA = "+353871234567"
internal const val ANNA_LABEL = "Anna Byrne · Acme Ltd"
internal const val ANNA_DEAL = "Renewal EUR 12,500"
internal const val ANNA_CARD = "$ANNA_LABEL\n$ANNA_DEAL"

/** Of shared.idx: two numbers, each of several contacts. */
internal const val MARY = "+35315550100"
internal const val MARY_CARD = "Mary Walsh +2 others\nRenewal EUR 12,500"
internal const val SHARED_ANNA_LABEL = "Anna Byrne +1 other · Acme Ltd"

internal class Phone(hasRole: Boolean = true, canDrawOverlays: Boolean = true) {
    val app: Application = RuntimeEnvironment.getApplication()
    val ringsight = Ringsight(app)
    private val notifications = shadowOf(app.getSystemService(NotificationManager::class.java))
    private val vectors = File(System.getProperty("ringsight.repository"), "fixtures/vectors")

    // Robolectric would have roles set for a user; one user is all there is here.
    @Suppress("DEPRECATION")
    private fun setRole(isHeld: Boolean) {
        val roles = app.getSystemService(RoleManager::class.java)
        val isHeldNow = roles.isRoleHeld(RoleManager.ROLE_CALL_SCREENING)
        shadowOf(roles).addAvailableRole(RoleManager.ROLE_CALL_SCREENING)
        if (isHeld && !isHeldNow) shadowOf(roles).addHeldRole(RoleManager.ROLE_CALL_SCREENING)
        if (!isHeld && isHeldNow) shadowOf(roles).removeHeldRole(RoleManager.ROLE_CALL_SCREENING)
    }

    /** Another app has taken it (AND-47). */
    fun loseRole() = setRole(false)

    init {
        ShadowSettings.setCanDrawOverlays(canDrawOverlays)
        shadowOf(app.getSystemService(TelephonyManager::class.java)).setSimCountryIso("ie")
        setRole(hasRole)
        forget()
        ringsight.setCallerId(true)
        ringsight.signIn(ACME)
        publish("one.idx")
    }

    // A test may put several phones on the table; Robolectric has one.
    private fun forget() {
        CallerId.of(app).onQuiet(CallEvent.Reboot(System.currentTimeMillis()))
        ringsight.signOut()
        ringsight.setLogCalls(LogCalls.UNTOUCHED)
        ringsight.removeEvents(ringsight.readEvents().size)
        app.getSystemService(NotificationManager::class.java).cancelAll()
        soundMode(AudioManager.MODE_NORMAL)
        lock(false)
        shadowOf(app).clearNextStartedActivities()
    }

    fun publish(name: String) = ringsight.publishSnapshot(File(vectors, name).path)

    fun publishDelta(name: String) = ringsight.publishDelta(File(vectors, "deltas/$name").path)

    /** Puts bytes where the snapshot is, as a torn copy would. */
    fun damage(name: String) {
        File(vectors, name).copyTo(File(app.noBackupFilesDir, "ringsight/callerid.idx"), overwrite = true)
    }

    /** Rings, and says what Telecom was answered. */
    fun screen(
        number: String?,
        direction: Int = Call.Details.DIRECTION_INCOMING,
        presentation: Int = TelecomManager.PRESENTATION_ALLOWED,
    ): ShadowCallScreeningService.RespondToCallInput? {
        val service = Robolectric.buildService(CallerIdScreeningService::class.java).create().get()
        service.onScreenCall(detailsOf(number?.let { Uri.fromParts("tel", it, null) }, direction, presentation))
        return Shadow.extract<ShadowCallScreeningService>(service).lastRespondToCallInput.orElse(null)
    }

    fun state(state: String, number: String? = null, isNumberThere: Boolean = number != null) {
        val intent = Intent(TelephonyManager.ACTION_PHONE_STATE_CHANGED).putExtra(TelephonyManager.EXTRA_STATE, state)
        if (isNumberThere) intent.putExtra("incoming_number", number)
        PhoneStateReceiver().onReceive(app, intent)
    }

    fun postCall(number: String?, cause: Int, duration: Int = TelecomManager.DURATION_SHORT): PostCallActivity =
        start(
            Intent(TelecomManager.ACTION_POST_CALL)
                .putExtra(TelecomManager.EXTRA_HANDLE, number?.let { Uri.fromParts("tel", it, null) })
                .putExtra(TelecomManager.EXTRA_DISCONNECT_CAUSE, cause)
                .putExtra(TelecomManager.EXTRA_CALL_DURATION, duration),
        )

    fun start(intent: Intent, state: Bundle? = null): PostCallActivity =
        Robolectric.buildActivity(PostCallActivity::class.java, intent).create(state).get()

    /** What stands over the ringing phone. */
    fun card(): View? = views().singleOrNull()

    /** The text of each card, the upper first. */
    fun cards(): List<String> =
        views().sortedBy { (it.layoutParams as WindowManager.LayoutParams).y }.map { (it as TextView).text.toString() }

    /** The mode of the sound, as Telecom sets it: the ringtone, a call. */
    fun soundMode(mode: Int) {
        app.getSystemService(AudioManager::class.java).mode = mode
        shadowOf(Looper.getMainLooper()).idle()
    }

    fun lock(isLocked: Boolean = true) =
        shadowOf(app.getSystemService(KeyguardManager::class.java)).setKeyguardLocked(isLocked)

    fun cardText(): String? = (card() as TextView?)?.text?.toString()

    private fun views(): List<View> =
        Shadow.extract<ShadowWindowManagerImpl>(app.getSystemService(WindowManager::class.java)).views

    fun notices(): List<Notification> = notifications.allNotifications

    fun titles(): List<String> = notices().map { it.extras.getCharSequence(Notification.EXTRA_TITLE).toString() }

    fun texts(): List<String> = notices().map { it.extras.getCharSequence(Notification.EXTRA_TEXT).toString() }

    fun opened(): Intent? = shadowOf(app).nextStartedActivity

    fun events(type: String): List<JSONObject> =
        ringsight.readEvents().map(::JSONObject).filter { it.getString("type") == type }

    private fun detailsOf(handle: Uri?, direction: Int, presentation: Int): Call.Details {
        val constructor = Call.Details::class.java.declaredConstructors.maxBy { it.parameterCount }
        val arguments = constructor.parameterTypes.map<Class<*>, Any?> {
            if (it.isPrimitive) ReflectionHelpers.defaultValueForType(it.name) else null
        }
        val details = constructor.apply { isAccessible = true }.newInstance(*arguments.toTypedArray()) as Call.Details
        ReflectionHelpers.setField(details, "mHandle", handle)
        ReflectionHelpers.setField(details, "mHandlePresentation", presentation)
        ReflectionHelpers.setField(details, "mCallDirection", direction)
        return details
    }
}
