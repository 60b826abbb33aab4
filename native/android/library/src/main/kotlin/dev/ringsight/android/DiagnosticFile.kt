// The diagnostic file (native/DIAGNOSTICS.md): how things stand with this phone, for the support that its user asks. It has no name,
// and of a number its hash alone.
package dev.ringsight.android

import android.Manifest
import android.app.KeyguardManager
import android.content.Context
import android.content.pm.PackageManager
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.Build
import android.os.PowerManager
import dev.ringsight.core.NumberPlan
import dev.ringsight.core.SeenCall
import dev.ringsight.core.Snapshot
import dev.ringsight.core.hashNumber
import org.json.JSONArray
import org.json.JSONObject
import java.text.SimpleDateFormat
import java.util.Date
import java.util.Locale
import java.util.TimeZone
import android.provider.Settings as SystemSettings

internal class DiagnosticFile(
    private val context: Context,
    private val settings: Settings,
    private val snapshot: Snapshot?,
    private val callerId: CallerId,
) {
    private val phone = PhoneStatus(context)

    /** @param salt sixteen hexadecimal digits, of chance */
    fun describe(at: Long, salt: String): String = JSONObject()
        .put("type", "ringsight-diagnostic")
        .put("version", 1)
        .put("writtenAt", instant(at))
        .put("library", JSONObject().put("name", "ringsight-android").put("version", VERSION))
        .put("phone", model())
        .put("permissions", permissions())
        .put("settings", switches())
        .put("state", state())
        .put("contacts", contacts())
        .put(
            "load",
            JSONObject(mapOf("at" to JSONObject.NULL, "error" to JSONObject.NULL, "labels" to JSONObject.NULL)),
        )
        .put("salt", salt)
        .put("calls", JSONArray(callerId.seen.read().map { describe(it, salt) }))
        .toString(2)

    private fun describe(call: SeenCall, salt: String) = JSONObject()
        .put("at", instant(call.at))
        .put("number", hashNumber(salt, call.e164))
        .put("caller", call.taken.word)
        .put("shown", call.shown?.word ?: JSONObject.NULL)

    private fun model() = JSONObject()
        .put("platform", "android")
        .put("system", Build.VERSION.RELEASE)
        .put("apiLevel", Build.VERSION.SDK_INT)
        .put("maker", Build.MANUFACTURER.lowercase(Locale.ROOT).takeIf { it in MAKERS } ?: "google")
        .put("simCountries", JSONArray(simCountries()))
        .put("hasScreeningRole", phone.hasRole())

    private fun simCountries(): List<String> =
        phone.simCountries().map { it.uppercase(Locale.ROOT) }.filter(NumberPlan.bundled::isCountry).distinct()

    // Those of the manifest: an app by the role never asks for the article's.
    private fun permissions(): JSONObject {
        val info = context.packageManager.getPackageInfo(context.packageName, PackageManager.GET_PERMISSIONS)
        val used = info.requestedPermissions.orEmpty().toSet()
        val told = JSONObject()
        for ((name, permission) in PERMISSIONS) if (permission in used) told.put(name, answer(permission))
        return told
    }

    private fun answer(permission: String): String {
        val isUnknownToSystem = permission == Manifest.permission.POST_NOTIFICATIONS && !isAtLeast(33)
        val isGranted = context.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED
        return if (isGranted || isUnknownToSystem) "granted" else "denied"
    }

    private fun switches() = JSONObject()
        .put("callerId", settings.isCallerIdOn)
        .put("logCalls", settings.logCalls.name.lowercase(Locale.ROOT))
        .put("overlay", SystemSettings.canDrawOverlays(context))
        .put("battery", battery())

    private fun battery(): String = when {
        phone.isBackgroundRestricted() -> "restricted"
        power().isIgnoringBatteryOptimizations(context.packageName) -> "unrestricted"
        else -> "optimised"
    }

    // Whoever writes this is not stopped, and the phone was unlocked once.
    private fun state() = JSONObject()
        .put("isSignedIn", settings.isSignedIn)
        .put("isStopped", false)
        .put("network", network())
        .put("lock", if (isLocked()) "locked" else "unlocked")
        .put("isLowPower", power().isPowerSaveMode)

    private fun isLocked() = context.getSystemService(KeyguardManager::class.java).isKeyguardLocked

    private fun power() = context.getSystemService(PowerManager::class.java)

    private fun network(): String {
        val connectivity = context.getSystemService(ConnectivityManager::class.java)
        val now = connectivity.getNetworkCapabilities(connectivity.activeNetwork) ?: return "offline"
        return when {
            now.hasCapability(NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL) -> "captive"
            now.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED) -> "online"
            else -> "offline"
        }
    }

    private fun contacts(): JSONObject {
        val history = settings.syncHistory
        val updatedAt = history.lastSuccessAt ?: snapshot?.createdAt
        return JSONObject()
            .put("count", snapshot?.count ?: 0)
            .put("updatedAt", updatedAt?.let(::instant) ?: JSONObject.NULL)
            .put("error", history.failure?.word ?: JSONObject.NULL)
            .put("choices", callerId.choices.count)
    }

    // Of java.time, API 24 has nothing.
    private fun instant(at: Long): String = SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT)
        .apply { timeZone = TimeZone.getTimeZone("UTC") }
        .format(Date(at))

    private companion object {
        const val VERSION = "0.1.0"
        val MAKERS = setOf("google", "samsung", "xiaomi", "huawei", "oppo", "vivo", "oneplus")
        val PERMISSIONS = mapOf(
            "callLog" to Manifest.permission.READ_CALL_LOG,
            "phone" to Manifest.permission.READ_PHONE_STATE,
            "notifications" to Manifest.permission.POST_NOTIFICATIONS,
            "contacts" to Manifest.permission.READ_CONTACTS,
        )
    }
}
