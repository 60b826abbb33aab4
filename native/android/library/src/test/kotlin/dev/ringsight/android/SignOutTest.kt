package dev.ringsight.android

import android.Manifest
import android.app.Activity
import android.app.NotificationManager
import android.app.job.JobScheduler
import android.content.Context
import android.telecom.DisconnectCause
import dev.ringsight.core.DeltaRefusal
import dev.ringsight.core.PermissionState
import dev.ringsight.core.SyncHistory
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.util.ReflectionHelpers
import java.io.File
import android.provider.Settings as SystemSettings

/** What is of a workspace, and of a phone, stays with it. */
@RunWith(RobolectricTestRunner::class)
@Config(manifest = Config.NONE, sdk = [34])
class SignOutTest {
    private val globex = "0".repeat(16)

    /** A phone in the middle of everything: a missed call told, an outcome asked for, a call that rings, another that waits. */
    private fun busyPhone(canDrawOverlays: Boolean = true) = Phone(canDrawOverlays = canDrawOverlays).apply {
        screen(ANNA)
        postCall(ANNA, DisconnectCause.MISSED)
        screen(ANNA)
        listOf("RINGING", "IDLE").forEach { state(it) }
        screen(ANNA)
        File(folder(), "events.new").writeText("torn")
    }

    private fun Phone.folder() = File(app.noBackupFilesDir, "ringsight")

    private fun Phone.words() = folder().walk().filter { it.isFile }.map { it.readBytes().decodeToString() }.toList()

    private fun Phone.assertNothingIsLeft() {
        assertNull(card())
        assertEquals(emptyList<String>(), titles())
        assertEquals(emptyList<String>(), ringsight.readEvents())
        assertNull(ringsight.snapshot())
        for (text in words()) assertFalse(text, listOf(ANNA.drop(1), ACME, "Anna", "torn").any { it in text })
        assertNull(app.getSystemService(JobScheduler::class.java).getPendingJob(SyncJobService.SETTLE_JOB))
    }

    @Test
    fun `R-01 R-15 a sign-out leaves nothing of the workspace`() {
        for (canDrawOverlays in listOf(true, false)) {
            val phone = busyPhone(canDrawOverlays)
            assertTrue(phone.ringsight.readEvents().isNotEmpty() && phone.titles().isNotEmpty())
            phone.ringsight.signOut()
            phone.assertNothingIsLeft()
        }
    }

    @Test
    fun `R-01 whoever signs in to another workspace finds nothing of the one before, be it without a sign-out`() {
        val phone = busyPhone().apply { ringsight.signIn(globex) }
        phone.assertNothingIsLeft()
        assertTrue(phone.ringsight.status().isSignedIn)
    }

    @Test
    fun `R-01 signing in again to the same workspace loses nothing`() {
        val phone = busyPhone()
        val events = phone.ringsight.readEvents()
        phone.ringsight.signIn(ACME)
        assertEquals(events, phone.ringsight.readEvents())
        assertEquals(1, phone.ringsight.snapshot()?.count)
        assertEquals(ANNA_CARD, phone.cardText())
    }

    @Test
    fun `R-01 R-15 while nobody is signed in, no call is noted for whoever signs in next`() {
        val phone = Phone().apply { ringsight.signOut() }
        phone.screen(ANNA)
        listOf("RINGING", "OFFHOOK", "IDLE").forEach { phone.state(it, ANNA) }
        phone.postCall(ANNA, DisconnectCause.REMOTE)
        phone.assertNothingIsLeft()
        phone.ringsight.signIn(globex)
        phone.postCall(ANNA, DisconnectCause.MISSED)
        phone.assertNothingIsLeft()
    }

    @Test
    fun `R-01 a snapshot that comes after the sign-out is not taken over`() {
        val phone = Phone().apply { ringsight.signOut() }
        assertTrue(phone.publish("one.idx") != null)
        assertFalse(File(phone.folder(), "callerid.idx").exists())
    }

    @Test
    fun `R-01 a delta that comes after the sign-out finds nothing to be applied to`() {
        val phone = Phone().apply { ringsight.signOut() }
        assertEquals(DeltaRefusal.NO_SNAPSHOT, phone.publishDelta("one.delta"))
        assertFalse(File(phone.folder(), "callerid.idx").exists())
    }

    @Test
    fun `R-01 the app's own notifications stay`() {
        val phone = busyPhone()
        val notifications = phone.app.getSystemService(NotificationManager::class.java)
        @Suppress("DEPRECATION")
        notifications.notify(5, android.app.Notification.Builder(phone.app).setContentTitle("Mail").build())
        phone.ringsight.signOut()
        assertEquals(listOf("Mail"), phone.titles())
    }

    @Test
    fun `AND-43 what a backup or a transfer takes has nothing of ours`() {
        val phone = busyPhone()
        phone.ringsight.noteAsked(listOf(Manifest.permission.READ_CALL_LOG))
        // Everything but cache and no_backup: preferences, files, databases.
        val data = File(phone.app.applicationInfo.dataDir)
        val kept = setOf(phone.app.noBackupFilesDir, phone.app.cacheDir, phone.app.codeCacheDir).map {
            it.canonicalFile
        }
        val taken = data.walk().onEnter { it.canonicalFile !in kept }.filter { it.isFile }.toList()
        assertEquals(emptyList<File>(), taken)
    }

    @Test
    fun `AND-43 a phone that was set up from another is not signed in, has synced nothing and has asked for nothing`() {
        val phone = busyPhone()
        phone.ringsight.noteAsked(listOf(Manifest.permission.READ_CALL_LOG))
        phone.ringsight.scheduleSync(SyncHistory(isSignedIn = true, lastSuccessAt = 1))
        // A maker's own transfer has copied all of it; the process is a new one.
        val app = RuntimeEnvironment.getApplication()
        SystemSettings.Secure.putString(app.contentResolver, SystemSettings.Secure.ANDROID_ID, "another")
        val restored = ReflectionHelpers.callConstructor(
            CallerId::class.java,
            ReflectionHelpers.ClassParameter.from(Context::class.java, app),
        )
        assertFalse(restored.settings.isSignedIn)
        assertNull(restored.settings.syncHistory.lastSuccessAt)
        val activity = Robolectric.buildActivity(Activity::class.java).create().get()
        assertEquals(PermissionState.NEVER_ASKED, PhoneStatus(app).read(restored.settings, activity).callLog)
        assertEquals(emptyList<String>(), restored.events.read())
        for (text in phone.words()) assertFalse(text, ANNA.drop(1) in text || ACME in text)
    }

    @Test
    fun `settings that were torn are as if nobody had signed in`() {
        val phone = Phone()
        File(phone.folder(), "settings").writeText("workspace=\\u00zz")
        assertFalse(Settings(File(phone.folder(), "settings")).isSignedIn)
    }
}
