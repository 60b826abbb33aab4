// What an app calls: turn it on, hand over a snapshot, see the state, take the events. The bridge to JavaScript is these
// functions and nothing else.
package dev.ringsight.android

import android.Manifest
import android.app.Activity
import android.app.role.RoleManager
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import dev.ringsight.core.CallEvent
import dev.ringsight.core.Candidates
import dev.ringsight.core.Capability
import dev.ringsight.core.DeltaRefusal
import dev.ringsight.core.Directory
import dev.ringsight.core.LogCalls
import dev.ringsight.core.Missing
import dev.ringsight.core.RoleState
import dev.ringsight.core.Snapshot
import dev.ringsight.core.Status
import dev.ringsight.core.SyncFailure
import dev.ringsight.core.SyncHistory
import dev.ringsight.core.afterSync
import dev.ringsight.core.missingFor
import dev.ringsight.core.nextSyncAt
import dev.ringsight.core.withoutPostDial
import java.io.File
import java.security.SecureRandom
import android.provider.Settings as SystemSettings

class Ringsight(private val context: Context) {
    private val callerId = CallerId.of(context)
    private val settings = callerId.settings

    /** What the phone lets the app do now. [activity]: the one in front, if any. */
    fun status(activity: Activity? = null): Status = PhoneStatus(context).read(settings, activity)

    /** For each capability what is missing, with its fix; empty where it is in force. */
    fun missing(activity: Activity? = null): Map<Capability, List<Missing>> =
        status(activity).let { status -> Capability.entries.associateWith { missingFor(it, status) } }

    /** Somebody has signed in, to the workspace of this hash (native/FORMAT.md); from now on their contacts may be shown. */
    fun signIn(workspaceHash: String) {
        if (settings.workspaceHash != workspaceHash) forgetWorkspace()
        settings.signIn(workspaceHash)
        SyncJobService.schedule(context)
    }

    /** Nobody is named any more, nothing syncs, and nothing of the workspace stays: no notice, no event, no call. */
    fun signOut() {
        forgetWorkspace()
        SyncJobService.cancel(context)
    }

    private fun forgetWorkspace() {
        callerId.forget()
        // It may have to wait for a snapshot that is being taken over; no call waits with it.
        callerId.directory.clear()
    }

    /** Menu › Settings › Calling › Caller ID, and Log calls. */
    fun setCallerId(isOn: Boolean) {
        settings.isCallerIdOn = isOn
    }

    fun setLogCalls(logCalls: LogCalls) {
        settings.logCalls = logCalls
    }

    /**
     * Asks for the role. The answer comes to the activity's onActivityResult: OK, or CANCELED, which comes without a dialog
     * where the user has said never (AND-45).
     *
     * @return false where the role cannot be had: then the article's permissions are the way
     */
    fun requestRole(activity: Activity, requestCode: Int): Boolean {
        if (!isAtLeast(29) || status(activity).role == RoleState.UNAVAILABLE) return false
        val roles = activity.getSystemService(RoleManager::class.java)
        activity.startActivityForResult(roles.createRequestRoleIntent(RoleManager.ROLE_CALL_SCREENING), requestCode)
        return true
    }

    /** Asks for permissions, and keeps a note that it did (AND-43). */
    fun requestPermissions(activity: Activity, permissions: List<String>, requestCode: Int) {
        noteAsked(permissions)
        activity.requestPermissions(permissions.toTypedArray(), requestCode)
    }

    /** For who asks by another way than [requestPermissions], before it does. */
    fun noteAsked(permissions: List<String>) = permissions.forEach(settings::noteAsked)

    /** What the manifest of the article's way asks for. */
    val articlePermissions: List<String> =
        listOf(Manifest.permission.READ_CALL_LOG, Manifest.permission.READ_PHONE_STATE) +
            if (isAtLeast(33)) listOf(Manifest.permission.POST_NOTIFICATIONS) else emptyList()

    fun openAppSettings(activity: Activity) =
        activity.startActivity(Intent(SystemSettings.ACTION_APPLICATION_DETAILS_SETTINGS, ownPackage()))

    fun openOverlaySettings(activity: Activity) =
        activity.startActivity(Intent(SystemSettings.ACTION_MANAGE_OVERLAY_PERMISSION, ownPackage()))

    private fun ownPackage() = Uri.fromParts("package", context.packageName, null)

    /** Takes over a snapshot that JavaScript has written. Null when it is in force, else why it is not. */
    fun publishSnapshot(path: String): Directory.PublishRefusal? =
        whileSignedIn(Directory.PublishRefusal.DAMAGED) { callerId.directory.publish(File(path), it) }

    /**
     * Makes the snapshot in force the next one, by a delta that JavaScript has written (native/FORMAT.md). Null when the next one is
     * in force, else why it is not: then the whole one is to be fetched.
     */
    fun publishDelta(path: String): DeltaRefusal? =
        whileSignedIn(DeltaRefusal.NO_SNAPSHOT) { callerId.directory.publishDelta(File(path), it) }

    private inline fun <Refusal> whileSignedIn(otherwise: Refusal, publish: (workspace: String) -> Refusal?): Refusal? {
        val workspace = settings.workspaceHash ?: return otherwise
        val refusal = publish(workspace)
        if (settings.workspaceHash == workspace) return refusal
        // They signed out meanwhile: then it must not come back.
        callerId.directory.clear()
        return otherwise
    }

    fun clearSnapshot() = callerId.directory.clear()

    /** The one in force, with its time and its count for the manage page; null where there is none to be read. */
    fun snapshot(): Snapshot? = settings.workspaceHash?.let(callerId.directory::open) as? Snapshot

    /** A sync that the app did by itself, or its user by hand, is over. Null: it went well. */
    fun noteSync(failure: SyncFailure?, retryAfterMs: Long? = null) {
        if (!settings.isSignedIn) return
        settings.syncHistory = afterSync(settings.syncHistory, failure, System.currentTimeMillis(), retryAfterMs)
    }

    /** Puts the event of a due sync into the queue, once: for a [SyncHost] whose sync is done by who reads the events. */
    fun noteSyncDue() = callerId.noteSyncDue()

    /** When a sync is due, for the app that is opened; null when none is before the user does something. */
    fun syncDueAt(): Long? = nextSyncAt(settings.syncHistory, System.currentTimeMillis())

    /** For an app that keeps the history of its syncs itself; [last] is how they went. */
    fun scheduleSync(last: SyncHistory) {
        // A sync that ends after the sign-out is nobody's.
        if (!settings.isSignedIn) return
        settings.syncHistory = last
        scheduleSync()
    }

    fun scheduleSync() = SyncJobService.schedule(context)

    /** The events since [removeEvents], oldest first, as JSON; they stay until they are removed. */
    fun readEvents(): List<String> = callerId.events.read()

    fun removeEvents(count: Int) = callerId.events.remove(count)

    /**
     * The diagnostic file's text (native/DIAGNOSTICS.md), for the app to hand to its user when support asks for it. Who is called what is
     * not in it; a number is hashed with new chance each time.
     */
    fun diagnostic(): String = diagnostic(System.currentTimeMillis(), "%016x".format(SecureRandom().nextLong()))

    internal fun diagnostic(at: Long, salt: String): String =
        DiagnosticFile(context, settings, snapshot(), callerId).describe(at, salt)

    /** The user dials on a page of the app's own: such a call asks for its outcome whatever Log calls says. */
    fun notePlaced(number: String) =
        callerId.onPlaced(CallEvent.Placed(System.currentTimeMillis(), withoutPostDial(number)))

    /**
     * Who it may have been that called from a number in E.164 form, for the app's own page of a call; null where there is nothing to
     * choose: one contact has it, or none, or the snapshot is of version 2 and does not say how the others are shown.
     */
    fun candidates(e164: String): Candidates? = callerId.candidates(e164)

    /**
     * "It was Anna": that contact is shown first for the number from now on, the call that goes on among it. Kept on this phone alone.
     *
     * @throws java.io.IOException when it cannot be written; then nothing has changed
     * @return whether it is kept: not where that contact does not have the number, or is alone with it
     */
    fun chooseCaller(e164: String, contactId: String): Boolean = callerId.choose(e164, contactId)

    /** Takes back what was chosen for a number. */
    fun undoChoice(e164: String) = callerId.undoChoice(e164)

    /** Names in the stock dialer's own screen: off until the user asks for it (AND-68). */
    fun setDialerDirectory(isOn: Boolean) = context.packageManager.setComponentEnabledSetting(
        ComponentName(context, ContactDirectoryProvider::class.java),
        if (isOn) PackageManager.COMPONENT_ENABLED_STATE_ENABLED else PackageManager.COMPONENT_ENABLED_STATE_DEFAULT,
        PackageManager.DONT_KILL_APP,
    )

    companion object {
        /** Who syncs in the background where the Application does not; set before a job can run, as by a content provider. */
        @Volatile
        var syncHost: SyncHost? = null
    }
}
