// The bridge from JavaScript to the Android library: translates, waits for the user's answers, and decides nothing.
package dev.ringsight.reactnative

import android.Manifest
import android.app.Activity
import android.content.Intent
import android.content.pm.PackageManager
import android.os.Build
import com.facebook.react.bridge.Arguments
import com.facebook.react.bridge.BaseActivityEventListener
import com.facebook.react.bridge.Promise
import com.facebook.react.bridge.ReactApplicationContext
import com.facebook.react.bridge.ReadableMap
import com.facebook.react.bridge.WritableMap
import com.facebook.react.modules.core.PermissionAwareActivity
import dev.ringsight.android.Ringsight
import dev.ringsight.android.TeamServer
import dev.ringsight.android.TeamSync
import dev.ringsight.core.Capability
import dev.ringsight.core.LogCalls
import dev.ringsight.core.Missing
import dev.ringsight.core.Owner
import dev.ringsight.core.RoleState
import dev.ringsight.core.SyncFailure
import dev.ringsight.core.SyncHistory
import kotlin.concurrent.thread

class RingsightModule(context: ReactApplicationContext) : NativeRingsightSpec(context) {
    private val ringsight = Ringsight(context)
    private val role = RoleRequest()
    private var read = 0

    init {
        context.addActivityEventListener(role)
    }

    override fun invalidate() {
        reactApplicationContext.removeActivityEventListener(role)
        super.invalidate()
    }

    override fun status(promise: Promise) = promise.settle {
        val activity = reactApplicationContext.currentActivity
        val status = ringsight.status(activity)
        val missing = ringsight.missing(activity)
        val generation = ringsight.snapshot()?.generation?.toUInt()?.toDouble()
        Arguments.createMap().apply {
            putBoolean("isSignedIn", status.isSignedIn)
            putBoolean("canShow", missing[Capability.CARD].isNullOrEmpty())
            putString("role", status.role.name.lowercase())
            putDoubleOrNull("publishedGeneration", generation)
            putDoubleOrNull("appliedGeneration", generation)
            putNull("loadError")
            putNull("retryAt")
            putArray("missing", Arguments.createArray().apply {
                missing.values.flatten().distinct().forEach { pushMap(describe(it)) }
            })
        }
    }

    override fun requestRole(promise: Promise) {
        val activity = reactApplicationContext.currentActivity ?: return promise.rejectWithoutActivity()
        if (ringsight.status(activity).role == RoleState.HELD) return promise.resolve("granted")
        role.ask(promise) { ringsight.requestRole(activity, ROLE_REQUEST) }
    }

    override fun requestPermissions(promise: Promise) {
        val activity = reactApplicationContext.currentActivity
        if (activity !is PermissionAwareActivity) return promise.rejectWithoutActivity()
        // By React Native's way, which brings the answer here.
        ringsight.noteAsked(ringsight.articlePermissions)
        activity.requestPermissions(ringsight.articlePermissions.toTypedArray(), PERMISSION_REQUEST) { code, _, _ ->
            if (code == PERMISSION_REQUEST) promise.resolve(permissionAnswers())
            code == PERMISSION_REQUEST
        }
    }

    override fun openSettings(page: String, promise: Promise) {
        val activity = reactApplicationContext.currentActivity ?: return promise.rejectWithoutActivity()
        promise.settle {
            when (page) {
                "app" -> ringsight.openAppSettings(activity)
                "overlay" -> ringsight.openOverlaySettings(activity)
                else -> return@settle false
            }
            true
        }
    }

    override fun signIn(workspaceHash: String, promise: Promise) = promise.settle {
        ringsight.signIn(workspaceHash)
        null
    }

    override fun signOut(promise: Promise) = promise.settle {
        ringsight.signOut()
        null
    }

    override fun setCallerId(isOn: Boolean, promise: Promise) = promise.settle {
        ringsight.setCallerId(isOn)
        null
    }

    override fun setLogCalls(isOn: Boolean, promise: Promise) = promise.settle {
        ringsight.setLogCalls(if (isOn) LogCalls.ON else LogCalls.OFF)
        null
    }

    override fun publishSnapshot(path: String, promise: Promise) = promise.settle {
        ringsight.publishSnapshot(path)?.word ?: "published"
    }

    override fun publishDelta(path: String, promise: Promise) = promise.settle {
        ringsight.publishDelta(path)?.word ?: "published"
    }

    override fun clearSnapshot(promise: Promise) = promise.settle {
        ringsight.clearSnapshot()
        null
    }

    override fun scheduleSync(last: ReadableMap, promise: Promise) = promise.settle {
        ringsight.scheduleSync(readHistory(last))
        null
    }

    override fun readEvents(promise: Promise) = promise.settle {
        val events = ringsight.readEvents()
        read = events.size
        Arguments.fromList(events)
    }

    override fun confirmEvents(promise: Promise) = promise.settle {
        ringsight.removeEvents(read)
        read = 0
        null
    }

    override fun diagnostic(promise: Promise) = promise.settle { ringsight.diagnostic() }

    override fun callerCandidates(e164: String, promise: Promise) = promise.settle {
        val candidates = ringsight.candidates(e164)
        Arguments.createArray().apply {
            candidates?.owners.orEmpty().forEach { pushMap(describe(it, isChosen = it == candidates?.chosen)) }
        }
    }

    override fun chooseCaller(e164: String, contactId: String, promise: Promise) = promise.settle {
        ringsight.chooseCaller(e164, contactId)
    }

    override fun undoChoice(e164: String, promise: Promise) = promise.settle {
        ringsight.undoChoice(e164)
        null
    }

    override fun teamWorkspace(address: String, token: String, promise: Promise) =
        promise.settleLater { TeamServer(address, token).workspaceHash() }

    override fun syncWithTeam(address: String, token: String, promise: Promise) = promise.settleLater {
        TeamSync(reactApplicationContext, TeamServer(address, token)).syncNow()?.word ?: "synced"
    }

    override fun sendToTeam(address: String, token: String, outcome: String, promise: Promise) = promise.settleLater {
        val sent = TeamServer(address, token).sendOutcome(outcome)
        Arguments.createMap().apply {
            putString("kind", sent.kind.name.lowercase().replace('_', '-'))
            putString("problem", sent.problem)
        }
    }

    override fun findInTeam(address: String, token: String, number: String, region: String?, promise: Promise) =
        promise.settleLater {
            TeamServer(address, token).findCaller(number, region)?.let { caller ->
                Arguments.createMap().apply {
                    putString("label", caller.label)
                    putString("deal", caller.deal)
                    putArray("contactIds", Arguments.fromList(caller.ids))
                }
            }
        }

    private fun permissionAnswers(): WritableMap = Arguments.createMap().apply {
        putString("callLog", answerOf(Manifest.permission.READ_CALL_LOG))
        putString("phone", answerOf(Manifest.permission.READ_PHONE_STATE))
        // Before API 33 nobody is asked for them.
        val isAsked = Build.VERSION.SDK_INT >= 33
        putString("notifications", if (isAsked) answerOf(Manifest.permission.POST_NOTIFICATIONS) else "granted")
    }

    private fun answerOf(permission: String): String {
        val state = reactApplicationContext.checkSelfPermission(permission)
        return if (state == PackageManager.PERMISSION_GRANTED) "granted" else "denied"
    }

    private companion object {
        const val ROLE_REQUEST = 7201
        const val PERMISSION_REQUEST = 7202
    }

    /** The user's answer to the role's dialog, which the system gives to the activity. */
    private class RoleRequest : BaseActivityEventListener() {
        private var waiting: Promise? = null

        fun ask(promise: Promise, request: () -> Boolean) {
            // Of two requests at once the later gets the answer.
            waiting?.resolve("denied")
            waiting = promise
            if (request()) return
            waiting = null
            promise.resolve("unavailable")
        }

        override fun onActivityResult(activity: Activity, requestCode: Int, resultCode: Int, data: Intent?) {
            if (requestCode != ROLE_REQUEST) return
            waiting?.resolve(if (resultCode == Activity.RESULT_OK) "granted" else "denied")
            waiting = null
        }
    }
}

private fun describe(missing: Missing): WritableMap = Arguments.createMap().apply {
    putString("reason", missing.reason)
    putString("sentence", missing.sentence)
    putString("fix", missing.fix)
}

private fun describe(owner: Owner, isChosen: Boolean): WritableMap = Arguments.createMap().apply {
    putString("contactId", owner.id)
    putString("name", owner.name)
    putString("label", owner.label)
    putBoolean("isChosen", isChosen)
}

// Whether somebody is signed in, the library knows itself.
private fun readHistory(last: ReadableMap) = SyncHistory(
    isSignedIn = true,
    lastSuccessAt = last.longOrNull("lastSuccessAt"),
    lastAttemptAt = last.longOrNull("lastAttemptAt"),
    failures = last.getInt("failures"),
    failure = SyncFailure.entries.find { it.word == last.getString("failure") },
    retryAfterMs = last.longOrNull("retryAfterMs"),
)

private fun ReadableMap.longOrNull(key: String): Long? =
    if (hasKey(key) && !isNull(key)) getDouble(key).toLong() else null

private fun WritableMap.putDoubleOrNull(key: String, value: Double?) =
    if (value == null) putNull(key) else putDouble(key, value)

/** What fails is told by its kind alone: messages may quote a number. */
private inline fun Promise.settle(work: () -> Any?) {
    try {
        resolve(work())
    } catch (failure: Exception) {
        reject("ringsight", failure.javaClass.simpleName)
    }
}

// The network is waited for, and other calls from JavaScript are not to wait with it.
private fun Promise.settleLater(work: () -> Any?) {
    thread(name = "ringsight-team") { settle(work) }
}

private fun Promise.rejectWithoutActivity() =
    reject("ringsight-no-activity", "Ringsight needs the app in front to ask the user. Call it from a screen.")
