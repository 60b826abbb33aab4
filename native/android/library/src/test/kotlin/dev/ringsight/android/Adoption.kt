// The examples of native/README.md, compiled. A test holds that they are the same text.
@file:Suppress("unused")

package dev.ringsight.android

import android.app.Activity
import android.app.Application
import dev.ringsight.core.Candidates
import dev.ringsight.core.Missing
import dev.ringsight.core.SyncFailure

class AcmeApp : Application(), SyncHost {
    /** Called once a day: fetch the contacts, publish a snapshot, then say how it went. */
    override fun startSync(finished: (SyncFailure?) -> Unit) {
        AcmeSync.start(this) { snapshotPath ->
            if (snapshotPath != null) Ringsight(this).publishSnapshot(snapshotPath)
            finished(if (snapshotPath == null) SyncFailure.OFFLINE else null)
        }
    }

    override fun stopSync() = AcmeSync.stop()
}

/** After the sign-in: the hash is in the header of each snapshot that TypeScript builds for the workspace. */
fun signedIn(activity: Activity, workspaceHash: String) {
    val ringsight = Ringsight(activity)
    ringsight.signIn(workspaceHash)
    ringsight.setCallerId(true)
    if (!ringsight.requestRole(activity, requestCode = 1)) {
        // Before Android 10, and only with the manifest of the article's way.
        ringsight.requestPermissions(activity, ringsight.articlePermissions, requestCode = 2)
    }
}

/** Each time that the settings page is shown: what is missing, each with a sentence and a fix. */
fun whatIsMissing(activity: Activity): List<Missing> =
    Ringsight(activity).missing(activity).values.flatten().distinct()

/** What has happened since the last time; an event is removed when it has been dealt with. */
fun takeEvents(activity: Activity, deal: (json: String) -> Unit) {
    val ringsight = Ringsight(activity)
    for (event in ringsight.readEvents()) {
        deal(event)
        ringsight.removeEvents(1)
    }
}

fun signedOut(activity: Activity) = Ringsight(activity).signOut()

/** When support asks for it: the user sends the text as a file. */
fun diagnosticFile(activity: Activity): String = Ringsight(activity).diagnostic()

/** On the app's page of a call: "it was Anna", of several contacts with the number; the one that counts now is taken back. */
fun whoWasIt(activity: Activity, e164: String, ask: (Candidates) -> String?) {
    val ringsight = Ringsight(activity)
    val candidates = ringsight.candidates(e164) ?: return
    val contactId = ask(candidates)
    if (contactId == null) ringsight.undoChoice(e164) else ringsight.chooseCaller(e164, contactId)
}

/** In Application.onCreate, with the token that `ringsight serve token make` has shown for this phone. */
fun syncWithTeam(app: Application, server: TeamServer) {
    Ringsight.syncHost = TeamSync(app, server)
}

/** On a thread that may wait: the user has signed in with such a token. Null where the server cannot be had now. */
fun workspaceOf(server: TeamServer): String? = server.workspaceHash()

/** What the user has saved of a call stays with the app until the server has it; sent again, it is taken once. */
fun handOver(server: TeamServer, outcome: String, forget: () -> Unit, ask: (problem: String?) -> Unit) {
    val sent = server.sendOutcome(outcome)
    when (sent.kind) {
        TeamServer.Sent.Kind.SAVED, TeamServer.Sent.Kind.HELD, TeamServer.Sent.Kind.ALREADY_SAVED -> forget()
        TeamServer.Sent.Kind.INCOMPLETE, TeamServer.Sent.Kind.REFUSED -> ask(sent.problem)
        TeamServer.Sent.Kind.LATER -> Unit
    }
}

/** The app's own; it stands here for whatever fetches contacts. */
private object AcmeSync {
    fun start(context: Application, done: (snapshotPath: String?) -> Unit) = done(context.packageName)
    fun stop() = Unit
}
