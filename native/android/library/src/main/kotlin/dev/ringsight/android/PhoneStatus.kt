// What this phone lets the app do now, read from the system each time: a role or a permission can go at any moment, and
// nobody says so (AND-47). What follows from it is in the core.
package dev.ringsight.android

import android.Manifest
import android.app.Activity
import android.app.ActivityManager
import android.app.role.RoleManager
import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.os.UserManager
import android.telephony.SubscriptionManager
import android.telephony.TelephonyManager
import dev.ringsight.core.PermissionState
import dev.ringsight.core.PhoneState
import dev.ringsight.core.RoleState
import dev.ringsight.core.Status
import dev.ringsight.core.permissionState
import android.provider.Settings as SystemSettings

class PhoneStatus internal constructor(private val context: Context) {
    /** @param activity in front, for what a dialog can still do; without one "denied once" cannot be told */
    fun read(settings: Settings, activity: Activity?): Status = Status(
        apiLevel = Build.VERSION.SDK_INT,
        isCallerIdOn = settings.isCallerIdOn,
        logCalls = settings.logCalls,
        role = roleState(),
        callLog = stateOf(Manifest.permission.READ_CALL_LOG, settings, activity),
        phone = stateOf(Manifest.permission.READ_PHONE_STATE, settings, activity),
        notifications = if (isAtLeast(33)) {
            stateOf(Manifest.permission.POST_NOTIFICATIONS, settings, activity)
        } else {
            PermissionState.GRANTED
        },
        canDrawOverlays = SystemSettings.canDrawOverlays(context),
        isBackgroundRestricted = isBackgroundRestricted(),
        isSignedIn = settings.isSignedIn,
    )

    internal fun hasRole(): Boolean = roleState() == RoleState.HELD

    /** AND-30, AND-34. */
    internal fun hasPostCall(): Boolean = isAtLeast(30) && hasRole()

    /** Whether the phone's state is told (AND-21). */
    internal fun mayHearState(): Boolean =
        context.checkSelfPermission(Manifest.permission.READ_PHONE_STATE) == PackageManager.PERMISSION_GRANTED

    /** Whether the app may read the call log; that of a work profile stays empty (AND-76). */
    internal fun mayReadCallLog(): Boolean =
        context.checkSelfPermission(Manifest.permission.READ_CALL_LOG) == PackageManager.PERMISSION_GRANTED &&
            !isInWorkProfile()

    // Before API 30 an app is not told.
    private fun isInWorkProfile(): Boolean =
        isAtLeast(30) && context.getSystemService(UserManager::class.java).isManagedProfile

    /** Whether a call rings, as far as the app may know. */
    internal fun isRinging(): Boolean = stateToSee() == PhoneState.RINGING

    /** The phone's state, for who is told of its changes as well; null for anybody else. */
    internal fun state(): PhoneState? = if (mayHearState()) stateToSee() else null

    /** The phone's state; null where the app may not look: before API 31 any may (AND-83). */
    @Suppress("DEPRECATION")
    internal fun stateToSee(): PhoneState? {
        if (isAtLeast(31) && !mayHearState()) return null
        val phone = context.getSystemService(TelephonyManager::class.java) ?: return null
        val state = orWhereUnsaid(null) {
            if (isAtLeast(31)) phone.callStateForSubscription else phone.callState
        }
        return when (state) {
            TelephonyManager.CALL_STATE_IDLE -> PhoneState.IDLE
            TelephonyManager.CALL_STATE_RINGING -> PhoneState.RINGING
            TelephonyManager.CALL_STATE_OFFHOOK -> PhoneState.OFFHOOK
            else -> null
        }
    }

    private fun roleState(): RoleState {
        // Whoever holds it in a work profile is asked about no call (AND-75).
        if (!isAtLeast(29) || isInWorkProfile()) return RoleState.UNAVAILABLE
        val roles = context.getSystemService(RoleManager::class.java) ?: return RoleState.UNAVAILABLE
        return when {
            roles.isRoleHeld(RoleManager.ROLE_CALL_SCREENING) -> RoleState.HELD
            roles.isRoleAvailable(RoleManager.ROLE_CALL_SCREENING) -> RoleState.AVAILABLE
            else -> RoleState.UNAVAILABLE
        }
    }

    private fun stateOf(permission: String, settings: Settings, activity: Activity?): PermissionState = permissionState(
        isGranted = context.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED,
        wasAsked = settings.wasAsked(permission),
        showsRationale = activity?.shouldShowRequestPermissionRationale(permission) ?: false,
    )

    internal fun isBackgroundRestricted(): Boolean =
        isAtLeast(28) && context.getSystemService(ActivityManager::class.java).isBackgroundRestricted

    /**
     * As Android gives them: lower case, or empty (AND-65). The screening service is not told which SIM (AND-10), and the
     * second one's country is known only with the phone permission.
     */
    internal fun simCountries(): List<String> {
        val phone = context.getSystemService(TelephonyManager::class.java) ?: return emptyList()
        return listOf(orWhereUnsaid(null) { phone.simCountryIso }.orEmpty()) + otherSims()
    }

    private fun otherSims(): List<String> {
        if (!mayHearState()) return emptyList()
        val sims = context.getSystemService(SubscriptionManager::class.java) ?: return emptyList()
        return orWhereUnsaid(null) { sims.activeSubscriptionInfoList }.orEmpty().map { it.countryIso.orEmpty() }
    }

    /** Changes abroad, where the SIM's does not (AND-66). */
    internal fun networkCountry(): String {
        val phone = context.getSystemService(TelephonyManager::class.java) ?: return ""
        return orWhereUnsaid(null) { phone.networkCountryIso }.orEmpty()
    }
}

/**
 * From API 35 on a device without a telephone throws UnsupportedOperationException at what it is asked of one (TelephonyManager,
 * SubscriptionManager); and a permission may go between two questions.
 */
private inline fun <Answer> orWhereUnsaid(otherwise: Answer, ask: () -> Answer): Answer = try {
    ask()
} catch (_: UnsupportedOperationException) {
    otherwise
} catch (_: SecurityException) {
    otherwise
}
