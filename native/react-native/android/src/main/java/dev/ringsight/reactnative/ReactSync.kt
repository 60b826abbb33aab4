// The daily sync of an app whose sync is JavaScript: puts the event of a due sync into the queue, starts JavaScript
// without a screen, and waits until it is done. What JavaScript does is its own: src/background-sync.ts.
package dev.ringsight.reactnative

import android.content.Context
import com.facebook.react.ReactApplication
import com.facebook.react.ReactInstanceEventListener
import com.facebook.react.bridge.Arguments
import com.facebook.react.bridge.ReactContext
import com.facebook.react.bridge.UiThreadUtil
import com.facebook.react.jstasks.HeadlessJsTaskConfig
import com.facebook.react.jstasks.HeadlessJsTaskContext
import com.facebook.react.jstasks.HeadlessJsTaskEventListener
import dev.ringsight.android.Ringsight
import dev.ringsight.android.SyncHost
import dev.ringsight.core.SyncFailure

internal class ReactSync(private val app: ReactApplication, private val context: Context) : SyncHost {
    // Of the main thread, on which jobs and tasks begin and end.
    private var running: Run? = null

    override fun startSync(finished: (SyncFailure?) -> Unit) {
        // It stays for when the app is opened, should JavaScript not get to it now.
        Ringsight(context).noteSyncDue()
        val host = app.reactHost ?: return finished(SyncFailure.TIMEOUT)
        val run = Run(finished).also { running = it }
        host.currentReactContext?.let { return run.start(it) }
        host.addReactInstanceEventListener(object : ReactInstanceEventListener {
            override fun onReactContextInitialized(context: ReactContext) {
                host.removeReactInstanceEventListener(this)
                UiThreadUtil.runOnUiThread { run.start(context) }
            }
        })
        host.start()
    }

    // Android takes the time away, and asks again later: what JavaScript still does is reported by itself, or not at all.
    override fun stopSync() {
        running = null
    }

    private inner class Run(private val finished: (SyncFailure?) -> Unit) : HeadlessJsTaskEventListener {
        private var tasks: HeadlessJsTaskContext? = null
        private var id: Int? = null

        fun start(context: ReactContext) {
            if (running !== this) return
            val tasks = HeadlessJsTaskContext.getInstance(context).also { this.tasks = it }
            tasks.addTaskEventListener(this)
            id = tasks.startTask(HeadlessJsTaskConfig(TASK, Arguments.createMap(), LONGEST_MS, true))
        }

        override fun onHeadlessJsTaskStart(taskId: Int) = Unit

        override fun onHeadlessJsTaskFinish(taskId: Int) {
            if (taskId != id) return
            tasks?.removeTaskEventListener(this)
            if (running !== this) return
            running = null
            // Believed only of JavaScript that has not said by scheduleSync how it went.
            finished(SyncFailure.TIMEOUT)
        }
    }

    private companion object {
        /** As in src/background-sync.ts. */
        const val TASK = "RingsightSync"

        /** Android ends a job after ten minutes. */
        const val LONGEST_MS = 9 * 60_000L
    }
}
