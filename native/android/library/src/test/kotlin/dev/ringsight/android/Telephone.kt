// A telephone for tests, by Robolectric: Android's own classes, what Telecom does with them, and what can be seen of an app.
package dev.ringsight.android

import android.app.ActivityManager
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
import android.os.Process
import android.telecom.Call
import android.telecom.TelecomManager
import android.telephony.TelephonyManager
import android.view.View
import android.view.WindowManager
import org.json.JSONObject
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowCallScreeningService
import org.robolectric.shadows.ShadowWindowManagerImpl
import org.robolectric.util.ReflectionHelpers

internal open class Telephone {
    val app: Application = RuntimeEnvironment.getApplication()
    val ringsight = Ringsight(app)
    private val notifications = shadowOf(app.getSystemService(NotificationManager::class.java))

    // Robolectric would have roles set for a user; one user is all there is here.
    @Suppress("DEPRECATION")
    fun setRole(isHeld: Boolean) {
        val roles = app.getSystemService(RoleManager::class.java)
        val isHeldNow = roles.isRoleHeld(RoleManager.ROLE_CALL_SCREENING)
        shadowOf(roles).addAvailableRole(RoleManager.ROLE_CALL_SCREENING)
        if (isHeld && !isHeldNow) shadowOf(roles).addHeldRole(RoleManager.ROLE_CALL_SCREENING)
        if (!isHeld && isHeldNow) shadowOf(roles).removeHeldRole(RoleManager.ROLE_CALL_SCREENING)
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

    fun postCall(number: String?, cause: Int, duration: Int = TelecomManager.DURATION_VERY_SHORT): PostCallActivity =
        start(
            Intent(TelecomManager.ACTION_POST_CALL)
                .putExtra(TelecomManager.EXTRA_HANDLE, number?.let { Uri.fromParts("tel", it, null) })
                .putExtra(TelecomManager.EXTRA_DISCONNECT_CAUSE, cause)
                .putExtra(TelecomManager.EXTRA_CALL_DURATION, duration),
        )

    fun start(intent: Intent, state: Bundle? = null): PostCallActivity =
        Robolectric.buildActivity(PostCallActivity::class.java, intent).create(state).get()

    /** The mode of the sound, as Telecom sets it: the ringtone, a call. */
    fun soundMode(mode: Int) {
        app.getSystemService(AudioManager::class.java).mode = mode
        shadowOf(Looper.getMainLooper()).idle()
    }

    /** Whether a page of the app's stands in front of the user. */
    fun setInFront(isInFront: Boolean) {
        val process = ActivityManager.RunningAppProcessInfo(app.packageName, Process.myPid(), null)
        process.importance = ActivityManager.RunningAppProcessInfo.IMPORTANCE_FOREGROUND
        if (!isInFront) process.importance = ActivityManager.RunningAppProcessInfo.IMPORTANCE_SERVICE
        shadowOf(app.getSystemService(ActivityManager::class.java)).setProcesses(listOf(process))
    }

    fun lock(isLocked: Boolean = true) =
        shadowOf(app.getSystemService(KeyguardManager::class.java)).setKeyguardLocked(isLocked)

    fun views(): List<View> =
        Shadow.extract<ShadowWindowManagerImpl>(app.getSystemService(WindowManager::class.java)).views

    fun notices(): List<Notification> = notifications.allNotifications

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
