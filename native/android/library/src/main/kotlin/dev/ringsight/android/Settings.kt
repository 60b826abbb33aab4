// The app's own settings that a call asks for, as JavaScript sets them; and which permissions were asked for, which Android
// itself does not tell (AND-43).
package dev.ringsight.android

import android.content.Context
import dev.ringsight.core.LogCalls
import dev.ringsight.core.SyncFailure
import dev.ringsight.core.SyncHistory

class Settings internal constructor(context: Context) {
    private val kept = context.getSharedPreferences("ringsight", Context.MODE_PRIVATE)

    var isCallerIdOn: Boolean
        get() = kept.getBoolean("callerId", false)
        set(value) = kept.edit().putBoolean("callerId", value).apply()

    var logCalls: LogCalls
        get() = LogCalls.entries.find { it.name == kept.getString("logCalls", null) } ?: LogCalls.UNTOUCHED
        set(value) = kept.edit().putString("logCalls", value.name).apply()

    /** Whose contacts may be shown; null while nobody is signed in. */
    var workspaceHash: String?
        get() = kept.getString("workspace", null)
        set(value) = kept.edit().putString("workspace", value).apply()

    val isSignedIn: Boolean get() = workspaceHash != null

    /** How the syncs of whoever is signed in went. */
    internal var syncHistory: SyncHistory
        get() = SyncHistory(
            isSignedIn = isSignedIn,
            lastSuccessAt = kept.getLong("syncedAt", NEVER).takeIf { it != NEVER },
            lastAttemptAt = kept.getLong("triedAt", NEVER).takeIf { it != NEVER },
            failures = kept.getInt("failures", 0),
            failure = SyncFailure.entries.find { it.name == kept.getString("failure", null) },
            retryAfterMs = kept.getLong("retryAfter", NEVER).takeIf { it != NEVER },
        )
        set(value) = kept.edit()
            .putLong("syncedAt", value.lastSuccessAt ?: NEVER)
            .putLong("triedAt", value.lastAttemptAt ?: NEVER)
            .putInt("failures", value.failures)
            .putString("failure", value.failure?.name)
            .putLong("retryAfter", value.retryAfterMs ?: NEVER)
            .apply()

    internal fun wasAsked(permission: String): Boolean = kept.getBoolean("asked:$permission", false)

    internal fun noteAsked(permission: String) = kept.edit().putBoolean("asked:$permission", true).apply()

    private companion object {
        const val NEVER = Long.MIN_VALUE
    }
}
