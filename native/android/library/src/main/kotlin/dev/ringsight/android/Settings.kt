// The app's own settings that a call asks for, as JavaScript sets them; and which permissions were asked for, which Android
// itself does not tell (AND-43). In a file that no backup takes, unlike preferences: on a phone that was set up from another
// nobody is signed in, nothing is synced, and nothing was asked for.
package dev.ringsight.android

import dev.ringsight.core.LogCalls
import dev.ringsight.core.SyncFailure
import dev.ringsight.core.SyncHistory
import dev.ringsight.core.replaceFile
import java.io.File
import java.io.IOException
import java.util.Properties

class Settings internal constructor(private val file: File) {
    private val kept = read(file)

    var isCallerIdOn: Boolean
        get() = get("callerId").toBoolean()
        set(value) = set("callerId" to value)

    var logCalls: LogCalls
        get() = LogCalls.entries.find { it.name == get("logCalls") } ?: LogCalls.UNTOUCHED
        set(value) = set("logCalls" to value.name)

    /** Whose contacts may be shown; null while nobody is signed in. */
    val workspaceHash: String? get() = get("workspace")

    val isSignedIn: Boolean get() = workspaceHash != null

    /** How the syncs of whoever is signed in went. */
    internal var syncHistory: SyncHistory
        get() = SyncHistory(
            isSignedIn = isSignedIn,
            lastSuccessAt = get("syncedAt")?.toLongOrNull(),
            lastAttemptAt = get("triedAt")?.toLongOrNull(),
            failures = get("failures")?.toIntOrNull() ?: 0,
            failure = SyncFailure.entries.find { it.name == get("failure") },
            retryAfterMs = get("retryAfter")?.toLongOrNull(),
        )
        set(value) = set(*changesOf(value))

    /** Since when somebody is signed in; null while nobody is. */
    internal val signedInAt: Long? get() = get("signedInAt")?.toLongOrNull()

    /** Of another workspace's syncs, or of nobody's, nothing is known; null for a sign-out. */
    internal fun signIn(workspaceHash: String?) {
        val signedInAt = if (workspaceHash == this.workspaceHash) signedInAt else null
        set(
            "workspace" to workspaceHash,
            "signedInAt" to (signedInAt ?: System.currentTimeMillis()).takeIf { workspaceHash != null },
            *changesOf(SyncHistory(isSignedIn = workspaceHash != null)),
        )
    }

    /** The newest row of the call log that was read; null where none was looked for yet. */
    internal var lastRow: Long?
        get() = get("row")?.toLongOrNull()
        set(value) = set("row" to value)

    /** How often the phone had been switched on when a call was last noted; null where none was. */
    internal var bootCount: Int?
        get() = get("boots")?.toIntOrNull()
        set(value) = set("boots" to value)

    internal fun wasAsked(permission: String): Boolean = get("asked:$permission").toBoolean()

    internal fun noteAsked(permission: String) = set("asked:$permission" to true)

    private fun changesOf(history: SyncHistory) = arrayOf<Pair<String, Any?>>(
        "syncedAt" to history.lastSuccessAt,
        "triedAt" to history.lastAttemptAt,
        "failures" to history.failures,
        "failure" to history.failure?.name,
        "retryAfter" to history.retryAfterMs,
    )

    @Synchronized
    private fun get(key: String): String? = kept.getProperty(key)

    @Synchronized
    private fun set(vararg changes: Pair<String, Any?>) {
        for ((key, value) in changes) {
            if (value == null) kept.remove(key) else kept.setProperty(key, value.toString())
        }
        replaceFile(file) { kept.store(it, null) }
    }

    private companion object {
        // What cannot be read is as if nothing had been kept.
        fun read(file: File) = Properties().apply {
            try {
                if (file.exists()) file.inputStream().use(::load)
            } catch (_: IOException) {
                clear()
            } catch (_: IllegalArgumentException) {
                clear()
            }
        }
    }
}
