// The daily sync with the team's server: waits by chance, fetches what has changed, and publishes it. Whatever is wrong with a delta, the
// whole snapshot helps.
package dev.ringsight.android

import android.content.Context
import dev.ringsight.core.SyncFailure
import java.io.File
import java.security.SecureRandom
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread

/**
 * @param chance from 0 to 1: which part of [STAGGER_MS] this phone waits, so that a thousand phones do not come at once. The system may start
 *   all their jobs in one moment, and a server that was away is asked again by all of them
 */
class TeamSync(
    private val context: Context,
    private val server: TeamServer,
    private val chance: () -> Double = SecureRandom()::nextDouble,
    private val wait: (ms: Long) -> Unit = Thread::sleep,
) : SyncHost {
    private val ringsight = Ringsight(context)

    @Volatile
    private var running: Thread? = null

    // It alone is interrupted: in the middle of the work that would make files look damaged, as a channel is closed by it.
    private val waiting = AtomicReference<Thread?>()

    override fun startSync(finished: (SyncFailure?) -> Unit) {
        running = thread(start = false, name = "ringsight-team-sync") {
            if (!hasWaited()) return@thread
            val failure = try {
                syncNow()
            } catch (failure: Exception) {
                // Storage that is full, and the like: it must not end the app.
                report(context, failure)
                SyncFailure.SERVER
            }
            if (running === Thread.currentThread()) finished(failure)
        }.also { it.start() }
    }

    /** What goes on is reported by itself; Android asks again. */
    override fun stopSync() {
        running = null
        waiting.getAndSet(null)?.interrupt()
    }

    private fun hasWaited(): Boolean {
        waiting.set(Thread.currentThread())
        try {
            wait((chance() * STAGGER_MS).toLong())
        } catch (_: InterruptedException) {
            return false
        }
        return waiting.compareAndSet(Thread.currentThread(), null)
    }

    /** A sync by hand, without a wait, on a thread that may wait for the network. Null: it went well. */
    fun syncNow(): SyncFailure? = synchronized(ONE_AT_A_TIME) {
        val callerId = CallerId.of(context)
        val workspace = callerId.settings.workspaceHash ?: return SyncFailure.UNAUTHORISED
        // What is damaged is fetched anew, though it is of the newest generation.
        val have = ringsight.snapshot()?.takeIf { it.isSound() }?.generation
        val failed = publish(server.fetch(have, callerId.fetched))
        if (callerId.settings.workspaceHash == workspace) ringsight.noteSync(failed?.failure, failed?.retryAfterMs)
        // A download that broke is gone on with; nothing of another workspace is kept.
        if (failed == null || callerId.settings.workspaceHash != workspace) callerId.fetched.deleteRecursively()
        failed?.failure
    }

    private fun publish(fetched: TeamServer.Fetched): TeamServer.Fetched.Failed? = when (fetched) {
        TeamServer.Fetched.NothingNew -> null

        is TeamServer.Fetched.Failed -> fetched

        is TeamServer.Fetched.Whole ->
            ringsight.publishSnapshot(fetched.file.path)?.let { TeamServer.Fetched.Failed(SyncFailure.SERVER) }

        is TeamServer.Fetched.Delta -> {
            val refusal = ringsight.publishDelta(fetched.file.path)
            if (refusal == null) null else publish(server.fetch(since = null, CallerId.of(context).fetched))
        }
    }

    companion object {
        /** Android ends a job after ten minutes. */
        const val STAGGER_MS = 5 * 60_000L

        // What is fetched has one place, whoever asks.
        private val ONE_AT_A_TIME = Any()
    }
}
