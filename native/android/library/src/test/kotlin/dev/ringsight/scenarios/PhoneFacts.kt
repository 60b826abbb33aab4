// What an app may look at on a phone, as Ringsight tells it, where Android's own classes look: permissions, role, settings, SIMs,
// the address book.
package dev.ringsight.scenarios

import android.Manifest
import android.app.ActivityManager
import android.media.AudioManager
import android.os.Build
import android.os.UserManager
import android.provider.Settings
import android.telephony.SubscriptionManager
import android.telephony.TelephonyManager
import dev.ringsight.android.Telephone
import dev.ringsight.core.LogCalls
import org.json.JSONArray
import org.json.JSONObject
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowSettings
import org.robolectric.shadows.ShadowSubscriptionManager
import org.robolectric.util.ReflectionHelpers
import java.util.Locale

/**
 * The framework's classes are those of one API level; which one the library sees is the number. Facts are those after
 * all that happens at one instant: [isDialling] has the sound's mode still be that of before.
 */
internal fun Telephone.setFacts(facts: JSONObject, isDialling: Boolean) {
    val handset = facts.getJSONObject("handset")
    val settings = handset.getJSONObject("settings")
    ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", handset.getInt("apiLevel"))
    setRole(handset.getBoolean("screeningRole"))
    shadowOf(
        app.getSystemService(UserManager::class.java),
    ).setManagedProfile(settings.getString("workProfile") != "none")
    setPermissions(handset.getJSONObject("permissions"))
    ShadowSettings.setCanDrawOverlays(settings.getBoolean("overlay"))
    setCountries(handset.getJSONArray("simCountries").texts(), facts.optString("networkCountry", ""))
    ringsight.setCallerId(settings.getBoolean("callerId"))
    ringsight.setLogCalls(LogCalls.valueOf(settings.getString("logCalls").uppercase(Locale.ROOT)))
    if (!isDialling) {
        app.getSystemService(AudioManager::class.java).mode = AUDIO_MODES.getValue(facts.getString("audioMode"))
    }
    shadowOf(
        app.getSystemService(TelephonyManager::class.java),
    ).setCallState(CALL_STATES[facts.textOrNull("callState")] ?: 0)
    Settings.Global.putInt(app.contentResolver, Settings.Global.BOOT_COUNT, facts.getInt("bootCount"))
    setInFront(facts.getBoolean("isInFront"))
    shadowOf(app.getSystemService(ActivityManager::class.java))
        .setBackgroundRestricted(settings.getString("battery") == "restricted")
}

private val CALL_STATES = mapOf(
    "IDLE" to TelephonyManager.CALL_STATE_IDLE,
    "RINGING" to TelephonyManager.CALL_STATE_RINGING,
    "OFFHOOK" to TelephonyManager.CALL_STATE_OFFHOOK,
)

internal val AUDIO_MODES = mapOf(
    "NORMAL" to AudioManager.MODE_NORMAL,
    "RINGTONE" to AudioManager.MODE_RINGTONE,
    "IN_CALL" to AudioManager.MODE_IN_CALL,
)

internal val PERMISSIONS = mapOf(
    "callLog" to Manifest.permission.READ_CALL_LOG,
    "phone" to Manifest.permission.READ_PHONE_STATE,
    "notifications" to Manifest.permission.POST_NOTIFICATIONS,
    "contacts" to Manifest.permission.READ_CONTACTS,
)

private fun Telephone.setPermissions(states: JSONObject) {
    for ((name, permission) in PERMISSIONS) {
        val isGranted = states.getString(name) == "granted"
        if (isGranted) shadowOf(app).grantPermissions(permission) else shadowOf(app).denyPermissions(permission)
    }
}

private fun Telephone.setCountries(sims: List<String>, network: String) {
    val phone = shadowOf(app.getSystemService(TelephonyManager::class.java))
    val countries = sims.map { it.lowercase(Locale.ROOT) }
    phone.setSimCountryIso(countries.firstOrNull().orEmpty())
    phone.setNetworkCountryIso(network.lowercase(Locale.ROOT))
    val infos = countries.mapIndexed { at, country ->
        ShadowSubscriptionManager.SubscriptionInfoBuilder.newBuilder()
            .setId(at + 1)
            .setSimSlotIndex(at)
            .setCountryIso(country)
            .buildSubscriptionInfo()
    }
    shadowOf(app.getSystemService(SubscriptionManager::class.java)).setActiveSubscriptionInfoList(infos)
}

internal fun JSONArray.texts(): List<String> = (0 until length()).map(::getString)
