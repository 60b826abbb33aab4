package dev.ringsight.android

import android.Manifest
import android.app.ActivityManager
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.PowerManager
import android.telephony.TelephonyManager
import dev.ringsight.core.CallEvent
import dev.ringsight.core.Direction
import dev.ringsight.core.Line
import dev.ringsight.core.LogCalls
import dev.ringsight.core.Presentation
import dev.ringsight.core.SyncFailure
import dev.ringsight.core.SyncHistory
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowBuild
import org.robolectric.shadows.ShadowNetworkCapabilities
import org.robolectric.shadows.ShadowSettings
import java.io.File
import java.time.Instant

/** What is written here goes through the schema, and through `explain`: test/native/diagnostics.run.ts. */
@RunWith(RobolectricTestRunner::class)
@Config(manifest = Config.NONE, sdk = [34])
class DiagnosticFileTest {
    private val now = at("2026-11-20T09:00:00Z")
    private val salt = "5f1d9a0e7b3c4d21"
    private val ciara = "+353837247309"
    private val folder = File("target/diagnostics").apply { mkdirs() }

    private fun at(instant: String) = Instant.parse(instant).toEpochMilli()

    private fun Phone.write(name: String): JSONObject {
        val text = ringsight.diagnostic(now, salt)
        File(folder, name).writeText(text)
        return JSONObject(text)
    }

    private fun Phone.rings(number: String?, at: String) {
        val line = Line(if (number == null) Presentation.RESTRICTED else Presentation.ALLOWED, number)
        CallerId.of(app).onScreened(CallEvent.Screen(at(at), Direction.INCOMING, number), line)
    }

    private fun Phone.uses(vararg permissions: String) {
        shadowOf(app.packageManager).getInternalMutablePackageInfo(app.packageName).requestedPermissions =
            arrayOf(*permissions)
    }

    private fun Phone.setNetwork(vararg capabilities: Int) {
        val connectivity = app.getSystemService(ConnectivityManager::class.java)
        val now = ShadowNetworkCapabilities.newInstance()
        capabilities.forEach { shadowOf(now).addCapability(it) }
        shadowOf(connectivity).setNetworkCapabilities(connectivity.activeNetwork, now)
    }

    private fun Phone.battery(isRestricted: Boolean = false, isUnrestricted: Boolean = false) {
        shadowOf(app.getSystemService(ActivityManager::class.java)).setBackgroundRestricted(isRestricted)
        shadowOf(app.getSystemService(PowerManager::class.java))
            .setIgnoringBatteryOptimizations(app.packageName, isUnrestricted)
    }

    private fun JSONObject.calls() = getJSONArray("calls").let { calls ->
        (0 until calls.length()).map(calls::getJSONObject).map { "${it.getString("caller")} ${it.opt("shown")}" }
    }

    @Before
    fun maker() = ShadowBuild.setManufacturer("Xiaomi")

    /** fixtures/diagnostics/android.json: another app has taken the role, and nothing syncs. */
    @Test
    fun `a phone says what keeps names away, and what became of its calls`() {
        val phone = Phone()
        phone.rings(ANNA, at = "2026-11-20T08:50:00Z")
        phone.rings(ciara, at = "2026-11-20T08:55:00Z")
        phone.loseRole()
        phone.uses(*phone.ringsight.articlePermissions.toTypedArray())
        shadowOf(
            phone.app,
        ).grantPermissions(Manifest.permission.READ_PHONE_STATE, Manifest.permission.POST_NOTIFICATIONS)
        phone.setNetwork(NetworkCapabilities.NET_CAPABILITY_VALIDATED)
        phone.battery(isRestricted = true)
        phone.lock()
        val synced = at("2026-11-17T09:00:00Z")
        val last = SyncHistory(isSignedIn = true, lastSuccessAt = synced, failures = 3, failure = SyncFailure.OFFLINE)
        phone.ringsight.scheduleSync(last)
        val file = phone.write("android.json")
        assertEquals(listOf("unknown null", "known card"), file.calls())
        for (secret in listOf("Anna", "Byrne", "Acme", "Renewal", ANNA.drop(4), ciara.drop(4), ACME)) {
            assertFalse(secret, secret in file.toString())
        }
    }

    @Test
    fun `a phone from its box has a file, too`() {
        val phone = Phone(hasRole = false, canDrawOverlays = false)
        phone.ringsight.signOut()
        phone.ringsight.setCallerId(false)
        shadowOf(phone.app.getSystemService(TelephonyManager::class.java)).setSimCountryIso("")
        ShadowBuild.setManufacturer("Fairphone")
        phone.setNetwork()
        val file = phone.write("android-new.json")
        assertEquals("google", file.getJSONObject("phone").getString("maker"))
        assertEquals(0, file.getJSONObject("phone").getJSONArray("simCountries").length())
        assertEquals("offline", file.getJSONObject("state").getString("network"))
        assertEquals("by the role, no permission is used", 0, file.getJSONObject("permissions").length())
        assertEquals(
            """{"count":0,"updatedAt":null,"error":null,"choices":0}""",
            file.getJSONObject("contacts").toString(),
        )
        assertEquals("optimised", file.getJSONObject("settings").getString("battery"))
    }

    @Test
    fun `every kind of caller is told, and everything that a phone may have`() {
        val phone = Phone().apply { publish("shared.idx") }
        phone.rings(MARY, at = "2026-11-20T08:01:00Z")
        phone.rings(null, at = "2026-11-20T08:02:00Z")
        phone.rings("112", at = "2026-11-20T08:03:00Z")
        phone.ringsight.setCallerId(false)
        phone.rings(MARY, at = "2026-11-20T08:04:00Z")
        phone.ringsight.setCallerId(true)
        ShadowSettings.setCanDrawOverlays(false)
        phone.rings(MARY, at = "2026-11-20T08:05:00Z")
        phone.uses(Manifest.permission.READ_CONTACTS, Manifest.permission.READ_CALL_LOG)
        phone.ringsight.setLogCalls(LogCalls.ON)
        shadowOf(phone.app).grantPermissions(Manifest.permission.READ_CONTACTS)
        shadowOf(phone.app.getSystemService(PowerManager::class.java)).setIsPowerSaveMode(true)
        phone.battery(isUnrestricted = true)
        phone.setNetwork(NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL)
        val file = phone.write("android-kinds.json")
        assertEquals(
            listOf("shared notification", "shared null", "special null", "no-number null", "shared card"),
            file.calls(),
        )
        assertEquals("""{"callLog":"denied","contacts":"granted"}""", file.getJSONObject("permissions").toString())
        assertEquals("captive", file.getJSONObject("state").getString("network"))
        assertEquals("unrestricted", file.getJSONObject("settings").getString("battery"))
    }

    @Test
    fun `a call of which the app hears when it is over was shown to nobody`() {
        val phone = Phone(hasRole = false)
        shadowOf(phone.app).grantPermissions(Manifest.permission.READ_PHONE_STATE)
        listOf("RINGING", "IDLE").forEach { phone.state(it) }
        assertEquals(listOf("no-number null"), phone.write("android-late.json").calls())
    }

    @Test
    fun `R-01 a sign-out forgets the calls`() {
        val phone = Phone()
        phone.rings(ANNA, at = "2026-11-20T08:50:00Z")
        phone.ringsight.signOut()
        phone.ringsight.signIn(ACME)
        assertEquals(emptyList<String>(), phone.write("android-signed-out.json").calls())
    }

    @Test
    fun `each file hashes anew`() {
        val phone = Phone()
        phone.rings(ANNA, at = "2026-11-20T08:50:00Z")
        val (one, other) = List(2) { JSONObject(phone.ringsight.diagnostic()) }
        assertNotEquals(one.getString("salt"), other.getString("salt"))
        assertTrue(Regex("[0-9a-f]{16}").matches(one.getString("salt")))
        assertNotEquals(one.getJSONArray("calls").toString(), other.getJSONArray("calls").toString())
    }
}
