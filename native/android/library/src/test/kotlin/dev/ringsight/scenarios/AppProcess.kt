// A process of the app: what Ringsight's phone tells becomes what Android would call, and what the library did about it is read
// back from Android.
package dev.ringsight.scenarios

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.content.Intent
import android.os.Looper
import android.os.SystemClock
import android.telecom.Call
import android.telecom.DisconnectCause
import android.telecom.TelecomManager
import dev.ringsight.android.BootReceiver
import dev.ringsight.android.SyncJobService
import dev.ringsight.android.Telephone
import org.json.JSONObject
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowChoreographer
import org.robolectric.util.ReflectionHelpers
import java.io.File
import java.time.Duration
import java.util.Base64

/**
 * @param kept the files that a process before this one has left; null for an app that is new
 * @param daily as the `start` of docs/app-protocol.md has it
 */
internal class AppProcess(kept: JSONObject?, daily: JSONObject) {
    private val folder = File(RuntimeEnvironment.getApplication().noBackupFilesDir, "ringsight")
    private val phone: Telephone
    private val shown: ShownByApp
    private val sync: AppSync
    private var keptText = kept?.toString().orEmpty()

    /** Jobs outlive the process. */
    private var settling: JobInfo? = null
    private var settlesAt: Long? = kept?.optLong(SETTLE)?.takeIf { it > 0 }

    /** The names of calls, which no platform tells, by what it tells: their first signs. */
    private val calls = CallNames(kept?.optJSONObject(CALLS))

    init {
        val files = kept?.getJSONObject("files") ?: JSONObject()
        folder.mkdirs()
        for (name in files.keys()) File(folder, name).writeBytes(Base64.getDecoder().decode(files.getString(name)))
        SavedPeople.install()
        Listed.install()
        // What is drawn costs no time.
        ShadowChoreographer.setFrameDelay(Duration.ofNanos(1))
        phone = Telephone()
        shown = ShownByApp(phone, calls)
        sync = AppSync(phone, daily, kept?.getInt(FAILURES) ?: 0)
    }

    fun publish(message: JSONObject) {
        val refusal = phone.ringsight.publishSnapshot(message.getString("path"))
        check(refusal == null) { "expected a snapshot that is taken, found $refusal" }
    }

    fun signIn() {
        if (!phone.ringsight.status().isSignedIn) phone.ringsight.signIn(WORKSPACE)
    }

    fun hear(message: JSONObject): List<JSONObject> {
        val signal = message.getJSONObject("signal")
        val at = signal.getLong("at")
        SystemClock.setCurrentTimeMillis(at)
        val isDialling = signal.getString("type") == "call-placed"
        message.optJSONObject("facts")?.let { phone.setFacts(it, isDialling) }
        calls.note(signal)
        note(signal, message)
        // Telecom hears the answer while a card is put up: it is one instant.
        val answers = deliver(signal) + sync.hear(signal)
        shadowOf(Looper.getMainLooper()).idle()
        return shown.changes(signal) + answers + sync.changes() + timers(at) + keep()
    }

    // The phone says of each number what its address book calls it.
    private fun note(signal: JSONObject, message: JSONObject) {
        val text = textOf(signal) ?: return
        if (message.isNull("savedAs")) SavedPeople.saved.remove(text) else SavedPeople.saved.add(text)
    }

    private fun textOf(signal: JSONObject): String? = when (signal.getString("type")) {
        "screen-call" -> signal.getJSONObject("details").textOrNull("handle")?.removePrefix("tel:")
        "phone-state" -> signal.textOrNull("incoming_number")
        "post-call", "call-placed" -> signal.getJSONObject("line").getString("text")
        "call-log" -> signal.getJSONObject("row").getString("number")
        else -> null
    }

    private fun deliver(signal: JSONObject): List<JSONObject> {
        when (val type = signal.getString("type")) {
            "screen-call" -> return listOfNotNull(screen(signal))

            "phone-state" -> phone.state(
                signal.getString("state"),
                signal.textOrNull("incoming_number"),
                signal.has("incoming_number"),
            )

            "post-call" -> phone.postCall(
                textOf(signal).takeIf { signal.getJSONObject("line").getString("presentation") == "ALLOWED" },
                CAUSES.getValue(signal.getString("cause")),
                DURATIONS.indexOf(signal.getString("duration")),
            )

            "audio-mode" -> phone.soundMode(AUDIO_MODES.getValue(signal.getString("mode")))

            "boot-completed" -> BootReceiver().onReceive(phone.app, Intent(Intent.ACTION_BOOT_COMPLETED))

            "timer" -> if (signal.getString("name") == SETTLE) runSettling()

            "notification-action" -> return shown.tap(signal)

            "caller-chosen" -> choose(signal)

            "call-placed" -> phone.ringsight.notePlaced(checkNotNull(textOf(signal)))

            "call-log" -> Listed.add(phone.app, signal.getJSONObject("row"))

            "sign-out-tapped" -> phone.ringsight.signOut()

            // It is also how a user signs in again.
            "refresh-tapped" -> signIn()

            "permission-result" ->
                phone.ringsight.noteAsked(listOf(PERMISSIONS.getValue(signal.getString("permission"))))

            in UNHEARD -> Unit

            else -> error("expected a signal of docs/app-protocol.md, found $type")
        }
        return emptyList()
    }

    // On a page of the app's own.
    private fun choose(signal: JSONObject) {
        val e164 = signal.getString("e164")
        val contactId = signal.textOrNull("contactId")
        if (contactId == null) phone.ringsight.undoChoice(e164) else phone.ringsight.chooseCaller(e164, contactId)
    }

    private fun screen(signal: JSONObject): JSONObject? {
        val details = signal.getJSONObject("details")
        val isOutgoing = details.getString("callDirection") == "DIRECTION_OUTGOING"
        val direction = if (isOutgoing) Call.Details.DIRECTION_OUTGOING else Call.Details.DIRECTION_INCOMING
        val presentation = PRESENTATIONS.getValue(details.getString("handlePresentation"))
        val given = phone.screen(textOf(signal), direction, presentation)?.callResponse ?: return null
        if (isOutgoing) return null
        return JSONObject()
            .put("type", "respond-to-call")
            .put("callId", signal.getString("callId"))
            .put("disallowCall", given.disallowCall)
            .put("rejectCall", given.rejectCall)
            .put("silenceCall", given.silenceCall)
            .put("skipCallLog", given.skipCallLog)
            .put("skipNotification", given.skipNotification)
    }

    private fun runSettling() {
        val job = ReflectionHelpers.newInstance(JobParameters::class.java)
        ReflectionHelpers.setField(job, "jobId", SyncJobService.SETTLE_JOB)
        jobs().cancel(SyncJobService.SETTLE_JOB)
        settlesAt = null
        Robolectric.buildService(SyncJobService::class.java).create().get().onStartJob(job)
    }

    private fun jobs() = phone.app.getSystemService(JobScheduler::class.java)

    // What waits in the process, or as a job, wakes it when it is due.
    private fun timers(at: Long): List<JSONObject> {
        val next = shadowOf(Looper.getMainLooper()).nextScheduledTaskTime.toMillis()
        val job = jobs().getPendingJob(SyncJobService.SETTLE_JOB)
        if (job !== settling) settlesAt = job?.let { at + it.minLatencyMillis }
        settling = job
        return listOfNotNull(
            timer(MAIN, next).takeIf { next > at },
            settlesAt?.let { timer(SETTLE, maxOf(it, at)) },
        )
    }

    private fun timer(name: String, at: Long) =
        JSONObject().put("type", "set-timer").put("name", name).put("at", at)

    // Contacts are told again to each process.
    private fun keep(): List<JSONObject> {
        val files = JSONObject()
        for (file in folder.listFiles().orEmpty().filter { it.isFile && it.extension != "idx" }) {
            files.put(file.name, Base64.getEncoder().encodeToString(file.readBytes()))
        }
        val state = JSONObject().put("files", files)
            .put(SETTLE, settlesAt ?: 0)
            .put(CALLS, calls.kept())
            .put(FAILURES, sync.failures)
            .put("missing", missing())
        if (state.toString() == keptText) return emptyList()
        keptText = state.toString()
        return listOf(JSONObject().put("type", "keep").put("state", state))
    }

    // For whoever compares: what the manage page would say.
    private fun missing() = JSONObject(
        phone.ringsight.missing().entries.associate { (capability, missing) ->
            capability.name.lowercase() to missing.map { it.reason }
        },
    )

    private companion object {
        const val MAIN = "main"
        const val SETTLE = "settle"
        const val CALLS = "calls"
        const val FAILURES = "failures"

        /** Whose contacts they are: one user's in every case. */
        const val WORKSPACE = "00000000000000a1"

        /** Nothing of the library's is called for these, or [AppSync] does it. */
        val UNHEARD = setOf(
            "activity-started",
            "job-started",
            "network",
            "opened",
            "role-result",
            "sync-failed",
            "synced",
        )
        val DURATIONS = listOf("VERY_SHORT", "SHORT", "MEDIUM", "LONG")
        val CAUSES = mapOf(
            "UNKNOWN" to DisconnectCause.UNKNOWN,
            "ERROR" to DisconnectCause.ERROR,
            "LOCAL" to DisconnectCause.LOCAL,
            "REMOTE" to DisconnectCause.REMOTE,
            "CANCELED" to DisconnectCause.CANCELED,
            "MISSED" to DisconnectCause.MISSED,
            "REJECTED" to DisconnectCause.REJECTED,
            "BUSY" to DisconnectCause.BUSY,
            "RESTRICTED" to DisconnectCause.RESTRICTED,
            "OTHER" to DisconnectCause.OTHER,
            "ANSWERED_ELSEWHERE" to DisconnectCause.ANSWERED_ELSEWHERE,
        )
    }
}

internal val PRESENTATIONS = mapOf(
    "ALLOWED" to TelecomManager.PRESENTATION_ALLOWED,
    "RESTRICTED" to TelecomManager.PRESENTATION_RESTRICTED,
    "UNKNOWN" to TelecomManager.PRESENTATION_UNKNOWN,
    "PAYPHONE" to TelecomManager.PRESENTATION_PAYPHONE,
)

internal fun JSONObject.textOrNull(key: String): String? = if (isNull(key)) null else getString(key)
