// The daily sync, by Android's own scheduler: it asks the app to sync and tells Android how that went. And the look
// back at a call of whose end nobody has told. When each is due is the core's to say.
package dev.ringsight.android

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import dev.ringsight.core.CallEvent
import dev.ringsight.core.CallSession
import dev.ringsight.core.SYNC_PERIOD_MS
import dev.ringsight.core.SyncFailure
import dev.ringsight.core.afterSync
import dev.ringsight.core.nextSyncAt
import dev.ringsight.core.settlesAt

/**
 * Implemented by the app's Application, or set as [Ringsight.syncHost]. Without it a due sync is an event, for the app to see
 * when it is opened.
 */
interface SyncHost {
    /**
     * Fetches contacts and publishes a snapshot; calls [finished] once, with what went wrong or null. Who has said by
     * [Ringsight.noteSync] or [Ringsight.scheduleSync] how it went is believed in that.
     */
    fun startSync(finished: (SyncFailure?) -> Unit)

    /** Android wants it to end now. */
    fun stopSync()
}

class SyncJobService : JobService() {
    override fun onStartJob(params: JobParameters): Boolean = when (params.jobId) {
        SYNC_JOB -> startSync(params)

        else -> {
            guarded(this) { CallerId.of(this).onQuiet(CallEvent.Settle(System.currentTimeMillis())) }
            false
        }
    }

    /** Whether Android is to start it again. */
    override fun onStopJob(params: JobParameters): Boolean {
        host()?.stopSync()
        return params.jobId == SYNC_JOB
    }

    private fun startSync(params: JobParameters): Boolean {
        val before = settings().syncHistory
        // The sign-in has ended: trying all the same would lock the account.
        if (nextSyncAt(before, System.currentTimeMillis()) == null) return false
        val host = host()
        if (host == null) {
            guarded(this) { CallerId.of(this).noteSyncDue() }
            return false
        }
        val workspace = settings().workspaceHash
        host.startSync { failure ->
            val at = System.currentTimeMillis()
            val settings = settings()
            guarded(this) {
                val isOpen = settings.workspaceHash == workspace && settings.syncHistory == before
                if (isOpen) settings.syncHistory = afterSync(before, failure, at)
            }
            val history = settings.syncHistory
            jobFinished(params, history.failures > 0 && nextSyncAt(history, at) != null)
        }
        return true
    }

    private fun host(): SyncHost? = application as? SyncHost ?: Ringsight.syncHost

    private fun settings() = CallerId.of(this).settings

    companion object {
        internal const val SYNC_JOB = 7101
        internal const val SETTLE_JOB = 7102
        private const val BACKOFF_MS = 30_000L

        // The least that Android grants of a day (AND-60): what is shown of a caller is hardly older than that.
        private const val FLEX_MS = SYNC_PERIOD_MS / 20

        /** From now on once a day, somewhere in its last 72 minutes (AND-61), with a network, restarts included. */
        fun schedule(context: Context) {
            val jobs = context.getSystemService(JobScheduler::class.java)
            // Scheduled anew, its period would begin again: an app that is opened daily would never sync by itself.
            if (jobs.getPendingJob(SYNC_JOB) != null) return
            val job = builder(context, SYNC_JOB)
                .setPeriodic(SYNC_PERIOD_MS, FLEX_MS)
                .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
                .setBackoffCriteria(BACKOFF_MS, JobInfo.BACKOFF_POLICY_EXPONENTIAL)
                .setPersisted(true)
                .build()
            jobs.schedule(job)
        }

        fun cancel(context: Context) = context.getSystemService(JobScheduler::class.java).cancel(SYNC_JOB)

        internal fun cancelSettling(context: Context) =
            context.getSystemService(JobScheduler::class.java).cancel(SETTLE_JOB)

        internal fun settleLater(context: Context, session: CallSession) {
            val at = settlesAt(session) ?: return
            val wait = maxOf(0, at - System.currentTimeMillis())
            val job = builder(context, SETTLE_JOB).setMinimumLatency(wait).setOverrideDeadline(wait + SETTLE_SLACK_MS)
            context.getSystemService(JobScheduler::class.java).schedule(job.build())
        }

        private const val SETTLE_SLACK_MS = 60_000L

        private fun builder(context: Context, id: Int) =
            JobInfo.Builder(id, ComponentName(context, SyncJobService::class.java))
    }
}
