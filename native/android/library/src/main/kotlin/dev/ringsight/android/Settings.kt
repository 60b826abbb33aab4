// The app's own settings that a call asks for, as JavaScript sets them; and which permissions were asked for, which Android
// itself does not tell (AND-43).
package dev.ringsight.android

import android.content.Context
import dev.ringsight.core.LogCalls

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

    internal fun wasAsked(permission: String): Boolean = kept.getBoolean("asked:$permission", false)

    internal fun noteAsked(permission: String) = kept.edit().putBoolean("asked:$permission", true).apply()
}
