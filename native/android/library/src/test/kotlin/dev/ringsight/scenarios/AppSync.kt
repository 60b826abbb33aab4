// How the app around the library syncs, as native/README.md says: when the library's job asks for it, by hand, and when it is opened and
// its contacts are old. What the library makes of that is read back as what it asks of Android's scheduler.
package dev.ringsight.scenarios

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import dev.ringsight.android.Ringsight
import dev.ringsight.android.SyncHost
import dev.ringsight.android.SyncJobService
import dev.ringsight.android.Telephone
import dev.ringsight.core.SYNC_PERIOD_MS
import dev.ringsight.core.SyncFailure
import org.json.JSONObject
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.util.ReflectionHelpers

/**
 * @param daily at which pace the scenario's app asks for its job
 * @param failures of the job in a row, which Android counts and which outlive the process
 */
internal class AppSync(private val phone: Telephone, private val daily: JSONObject, failures: Int) : SyncHost {
    var failures = failures
        private set
    private var service: SyncJobService? = null
    private var finished: ((SyncFailure?) -> Unit)? = null

    /** A sync that the app began by itself. */
    private var isOwn = false
    private var scheduled: JobInfo? = null

    init {
        Ringsight.syncHost = this
    }

    override fun startSync(finished: (SyncFailure?) -> Unit) {
        this.finished = finished
    }

    override fun stopSync() = Unit

    fun hear(signal: JSONObject): List<JSONObject> = when (signal.getString("type")) {
        "job-started" -> startJob()
        "refresh-tapped" -> begin()
        "opened" -> if (isDue(signal.getLong("at"))) begin() else emptyList()
        "synced" -> end(null)
        "sync-failed" -> end(SyncFailure.entries.first { it.word == signal.getString("failure") })
        else -> emptyList()
    }

    private fun isDue(at: Long): Boolean {
        val since = phone.ringsight.syncDueAt() ?: return false
        return since + (daily.getLong("periodSeconds") * 1000 - SYNC_PERIOD_MS) <= at && finished == null && !isOwn
    }

    private fun begin(): List<JSONObject> {
        isOwn = true
        return listOf(request("sync-contacts"))
    }

    private fun startJob(): List<JSONObject> {
        val job = ReflectionHelpers.newInstance(JobParameters::class.java)
        ReflectionHelpers.setField(job, "jobId", SyncJobService.SYNC_JOB)
        val started = Robolectric.buildService(SyncJobService::class.java).create().get()
        if (!started.onStartJob(job)) return listOf(request("job-finished"))
        service = started
        // A sync that goes on already is the job's too.
        return if (isOwn) emptyList() else listOf(request("sync-contacts"))
    }

    private fun end(failure: SyncFailure?): List<JSONObject> {
        val wasAsked = isOwn || finished == null
        isOwn = false
        if (wasAsked) phone.ringsight.noteSync(failure)
        finished?.invoke(failure)
        finished = null
        return listOfNotNull(jobEnd())
    }

    private fun jobEnd(): JSONObject? {
        val job = service?.let(::shadowOf) ?: return null
        check(job.isJobFinished) { "expected a job that is finished with its sync" }
        service = null
        failures = if (job.isRescheduleNeeded) failures + 1 else 0
        if (failures == 0) return request("job-finished")
        return request("retry-job").put("failures", failures).put("policy", "replace")
    }

    /** What the library wants of the scheduler now that it did not want before. */
    fun changes(): List<JSONObject> {
        val now = phone.app.getSystemService(JobScheduler::class.java).getPendingJob(SyncJobService.SYNC_JOB)
        val before = scheduled
        scheduled = now
        if (now === before) return emptyList()
        if (now == null) return listOf(request("cancel-job"))
        val isDaily = daily.getLong("periodSeconds") * 1000 == now.intervalMillis
        // A job that is there already stays as it is, to the library as well.
        return listOf(
            request("schedule-job")
                .put("periodSeconds", if (isDaily) now.intervalMillis / 1000 else daily.getLong("periodSeconds"))
                .put("flexSeconds", if (isDaily) now.flexMillis / 1000 else daily.getLong("flexSeconds"))
                .put("policy", "keep"),
        )
    }

    private fun request(type: String) = JSONObject().put("type", type)
}
