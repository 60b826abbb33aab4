package dev.ringsight.android

import android.app.Application
import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.os.Looper
import android.telecom.DisconnectCause
import dev.ringsight.core.SyncFailure
import dev.ringsight.core.SyncHistory
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
class SyncJobTest {
    class Host : Application(), SyncHost {
        var finish: ((SyncFailure?) -> Unit)? = null
        var wasStopped = false

        override fun startSync(finished: (SyncFailure?) -> Unit) {
            finish = finished
        }

        override fun stopSync() {
            wasStopped = true
        }
    }

    private fun jobs(phone: Phone) = phone.app.getSystemService(JobScheduler::class.java)

    private fun parameters(id: Int): JobParameters = ReflectionHelpers.newInstance(JobParameters::class.java)
        .also { ReflectionHelpers.setField(it, "jobId", id) }

    private fun service() = Robolectric.buildService(SyncJobService::class.java).create().get()

    @Test
    fun `R-16 AND-60 AND-61 signing in schedules a sync a day, with a network, after restarts too`() {
        val job = checkNotNull(jobs(Phone()).getPendingJob(SyncJobService.SYNC_JOB))
        assertTrue(job.isPeriodic && job.isPersisted)
        assertEquals(24 * 3_600_000L, job.intervalMillis)
        assertEquals(72 * 60_000L, job.flexMillis)
        assertEquals(30_000L, job.initialBackoffMillis)
        assertEquals(JobInfo.BACKOFF_POLICY_EXPONENTIAL, job.backoffPolicy)
        assertTrue(job.requiredNetwork != null)
    }

    @Test
    fun `AND-61 opening the app every day does not begin the period anew`() {
        val phone = Phone()
        val first = jobs(phone).getPendingJob(SyncJobService.SYNC_JOB)
        phone.ringsight.scheduleSync()
        assertTrue(first === jobs(phone).getPendingJob(SyncJobService.SYNC_JOB))
    }

    @Test
    fun `AND-27 a job that a force-stop has taken away is there again when the app is started`() {
        val phone = Phone()
        jobs(phone).cancelAll()
        // The next process.
        ReflectionHelpers.setStaticField(CallerId::class.java, "only", null)
        Ringsight(phone.app)
        shadowOf(Looper.getMainLooper()).idle()
        assertTrue(jobs(phone).getPendingJob(SyncJobService.SYNC_JOB) != null)
    }

    @Test
    fun `R-15 signed out, nothing syncs`() {
        val phone = Phone().apply { ringsight.signOut() }
        assertNull(jobs(phone).getPendingJob(SyncJobService.SYNC_JOB))
    }

    @Test
    fun `an app that does not sync by itself is told that a sync is due`() {
        val phone = Phone()
        repeat(2) { assertFalse(service().onStartJob(parameters(SyncJobService.SYNC_JOB))) }
        assertEquals("however often it is due", 1, phone.events("sync-due").size)
    }

    @Test
    @Config(application = Host::class)
    fun `R-16 a failure is tried again, unless only the user can help`() {
        val phone = Phone()
        val host = phone.app as Host
        val expected = listOf(
            null to false,
            SyncFailure.OFFLINE to true,
            SyncFailure.SERVER to true,
            SyncFailure.RATE_LIMITED to true,
            SyncFailure.UNAUTHORISED to false,
            SyncFailure.FORBIDDEN to false,
        )
        for ((failure, isRetried) in expected) {
            phone.ringsight.signIn(ACME)
            val service = service()
            assertTrue(service.onStartJob(parameters(SyncJobService.SYNC_JOB)))
            checkNotNull(host.finish)(failure)
            assertTrue(shadowOf(service).isJobFinished)
            assertEquals("$failure", isRetried, shadowOf(service).isRescheduleNeeded)
        }
        assertNull(phone.ringsight.syncDueAt())
        assertFalse("not before the user signs in again", service().onStartJob(parameters(SyncJobService.SYNC_JOB)))
    }

    private class Late : SyncHost {
        var finish: ((SyncFailure?) -> Unit)? = null

        override fun startSync(finished: (SyncFailure?) -> Unit) {
            finish = finished
        }

        override fun stopSync() = Unit
    }

    @Test
    fun `R-16 an app whose Application is no host syncs by the one that was set, and is believed in how it went`() {
        val phone = Phone()
        val host = Late().also { Ringsight.syncHost = it }
        try {
            val service = service()
            assertTrue(service.onStartJob(parameters(SyncJobService.SYNC_JOB)))
            phone.ringsight.scheduleSync(SyncHistory(isSignedIn = true, failures = 1, failure = SyncFailure.SERVER))
            checkNotNull(host.finish)(SyncFailure.TIMEOUT)
            assertTrue(shadowOf(service).isRescheduleNeeded)
            val kept = Settings(java.io.File(phone.app.noBackupFilesDir, "ringsight/settings")).syncHistory
            assertEquals(SyncHistory(isSignedIn = true, failures = 1, failure = SyncFailure.SERVER), kept)
            assertEquals(0, phone.events("sync-due").size)
        } finally {
            Ringsight.syncHost = null
        }
    }

    @Test
    @Config(application = Host::class)
    fun `R-15 a sync that ends after the sign-out leaves no trace of itself`() {
        val phone = Phone()
        val service = service()
        service.onStartJob(parameters(SyncJobService.SYNC_JOB))
        phone.ringsight.signOut()
        checkNotNull((phone.app as Host).finish)(SyncFailure.OFFLINE)
        assertFalse(shadowOf(service).isRescheduleNeeded)
        phone.ringsight.scheduleSync(SyncHistory(isSignedIn = true, lastSuccessAt = 5))
        phone.ringsight.noteSync(null)
        assertNull(jobs(phone).getPendingJob(SyncJobService.SYNC_JOB))
        assertNull(phone.ringsight.syncDueAt())
        phone.ringsight.signIn(ACME)
        assertTrue(checkNotNull(phone.ringsight.syncDueAt()) <= System.currentTimeMillis())
    }

    @Test
    fun `R-15 R-16 after a sync by hand none is due for a day, after a failure sooner`() {
        val phone = Phone()
        val now = System.currentTimeMillis()
        fun wait() = checkNotNull(phone.ringsight.syncDueAt()) - now
        assertTrue(wait() < 60_000)
        phone.ringsight.noteSync(null)
        assertTrue(wait() in 24 * 3_600_000L..24 * 3_600_000L + 60_000)
        phone.ringsight.noteSync(SyncFailure.RATE_LIMITED, retryAfterMs = 600_000)
        assertTrue(wait() in 600_000L..660_000L)
    }

    @Test
    fun `R-16 a due sync is no event while only the user can help, as the app has said`() {
        val phone = Phone()
        phone.ringsight.scheduleSync(SyncHistory(isSignedIn = true, failures = 1, failure = SyncFailure.UNAUTHORISED))
        service().onStartJob(parameters(SyncJobService.SYNC_JOB))
        assertEquals(0, phone.events("sync-due").size)
        phone.ringsight.scheduleSync(SyncHistory(isSignedIn = true, lastSuccessAt = System.currentTimeMillis()))
        service().onStartJob(parameters(SyncJobService.SYNC_JOB))
        assertEquals(1, phone.events("sync-due").size)
    }

    @Test
    @Config(application = Host::class)
    fun `AND-62 a sync that Android stops is stopped, and asked for again`() {
        val host = Phone().app as Host
        val service = service()
        service.onStartJob(parameters(SyncJobService.SYNC_JOB))
        assertTrue(service.onStopJob(parameters(SyncJobService.SYNC_JOB)))
        assertTrue(host.wasStopped)
    }

    @Test
    fun `AND-30 a call that waits for POST_CALL is looked back at`() {
        val phone = Phone()
        phone.screen(ANNA)
        assertNull(jobs(phone).getPendingJob(SyncJobService.SETTLE_JOB))
        listOf("RINGING", "IDLE").forEach { phone.state(it) }
        val wait = checkNotNull(jobs(phone).getPendingJob(SyncJobService.SETTLE_JOB)).minLatencyMillis
        assertTrue("$wait ms", wait in 1..10_000)
        phone.postCall(ANNA, DisconnectCause.MISSED)
        assertFalse(service().onStartJob(parameters(SyncJobService.SETTLE_JOB)))
        assertEquals(1, phone.events("call").size)
    }
}
