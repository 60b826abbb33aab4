package dev.ringsight.android

import android.Manifest
import android.app.Activity
import android.app.role.RoleManager
import android.content.pm.PackageManager
import android.os.Build
import android.os.UserManager
import android.telephony.TelephonyManager
import dev.ringsight.core.Capability
import dev.ringsight.core.PermissionState
import dev.ringsight.core.RoleState
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.util.ReflectionHelpers

@RunWith(RobolectricTestRunner::class)
@Config(manifest = Config.NONE, sdk = [34])
class PhoneStatusTest {
    @Test
    fun `R-13 the role and nothing else is enough for cards, notices and outcomes`() {
        val phone = Phone()
        shadowOf(phone.app).grantPermissions(Manifest.permission.POST_NOTIFICATIONS)
        assertEquals(RoleState.HELD, phone.ringsight.status().role)
        assertTrue(phone.ringsight.missing().values.all { it.isEmpty() })
    }

    @Test
    fun `AND-47 a role that another app has taken is seen at the next look, and says its fix`() {
        val phone = Phone(hasRole = false)
        assertEquals(RoleState.AVAILABLE, phone.ringsight.status().role)
        val fix = phone.ringsight.missing().getValue(Capability.CARD).first().fix
        assertTrue(fix, "make Ringsight the caller ID app" in fix)
    }

    @Test
    fun `AND-40 AND-43 never asked, denied once and denied for good are three things`() {
        val phone = Phone()
        val activity = Robolectric.buildActivity(Activity::class.java).create().get()
        val permission = Manifest.permission.READ_CALL_LOG
        fun state() = phone.ringsight.status(activity).callLog
        assertEquals(PermissionState.NEVER_ASKED, state())
        phone.ringsight.requestPermissions(activity, listOf(permission), 1)
        assertEquals(PermissionState.DENIED_FOR_GOOD, state())
        shadowOf(phone.app.packageManager).setShouldShowRequestPermissionRationale(permission, true)
        assertEquals(PermissionState.DENIED_ONCE, state())
        shadowOf(phone.app).grantPermissions(permission)
        assertEquals(PermissionState.GRANTED, state())
    }

    @Test
    fun `AND-83 before Android 12 any app may look whether a call rings`() {
        val phone = Phone()
        shadowOf(phone.app.getSystemService(TelephonyManager::class.java))
            .setCallState(TelephonyManager.CALL_STATE_RINGING)
        fun on(apiLevel: Int): PhoneStatus {
            ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", apiLevel)
            return PhoneStatus(phone.app)
        }
        try {
            assertTrue(on(30).isRinging())
            assertNull("not told of changes, it compares none", on(30).state())
            assertFalse(on(31).isRinging())
        } finally {
            on(34)
        }
    }

    @Test
    fun `AND-45 the role is asked for where it can be had`() {
        val phone = Phone(hasRole = false)
        val activity = Robolectric.buildActivity(Activity::class.java).create().get()
        assertTrue(phone.ringsight.requestRole(activity, 5))
        val started = shadowOf(activity).nextStartedActivityForResult
        assertEquals(5, started.requestCode)
        assertEquals("android.app.role.action.REQUEST_ROLE", started.intent.action)
        assertEquals(RoleManager.ROLE_CALL_SCREENING, started.intent.getStringExtra("android.intent.extra.ROLE_NAME"))
    }

    @Test
    @Config(sdk = [28])
    fun `AND-34 before Android 10 there is no role, and the article's permissions are the way`() {
        val app = org.robolectric.RuntimeEnvironment.getApplication()
        val ringsight = Ringsight(app)
        assertEquals(RoleState.UNAVAILABLE, ringsight.status().role)
        assertFalse(ringsight.requestRole(Robolectric.buildActivity(Activity::class.java).create().get(), 1))
        assertEquals(
            listOf(Manifest.permission.READ_CALL_LOG, Manifest.permission.READ_PHONE_STATE),
            ringsight.articlePermissions,
        )
    }

    @Test
    fun `AND-75 AND-76 in a work profile neither role nor call log counts, and the permissions name callers`() {
        val phone = Phone()
        shadowOf(phone.app.getSystemService(UserManager::class.java)).setManagedProfile(true)
        val activity = Robolectric.buildActivity(Activity::class.java).create().get()
        assertEquals(RoleState.UNAVAILABLE, phone.ringsight.status().role)
        assertFalse(phone.ringsight.requestRole(activity, 1))
        shadowOf(phone.app).grantPermissions(*phone.ringsight.articlePermissions.toTypedArray())
        phone.state("RINGING", ANNA)
        assertEquals(ANNA_CARD, phone.cardText())
        phone.state("IDLE")
        assertEquals(listOf("Missed call: $ANNA_LABEL"), phone.titles())
    }

    @Test
    fun `AND-68 the dialer's directory is switched on and off again`() {
        val phone = Phone()
        val name = android.content.ComponentName(phone.app, ContactDirectoryProvider::class.java)
        fun state() = phone.app.packageManager.getComponentEnabledSetting(name)
        phone.ringsight.setDialerDirectory(true)
        assertEquals(PackageManager.COMPONENT_ENABLED_STATE_ENABLED, state())
        phone.ringsight.setDialerDirectory(false)
        assertEquals(PackageManager.COMPONENT_ENABLED_STATE_DEFAULT, state())
    }

    @Test
    fun `R-15 signing out leaves no snapshot`() {
        val phone = Phone()
        assertEquals(7, phone.ringsight.snapshot()?.generation)
        assertEquals(1, phone.ringsight.snapshot()?.count)
        phone.ringsight.signOut()
        assertNull(phone.ringsight.snapshot())
    }
}
