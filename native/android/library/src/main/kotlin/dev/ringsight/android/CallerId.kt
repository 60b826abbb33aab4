// What happens on a call, in order: note the event, look the number up, show it, and follow the call up when it is over.
// One for the process; every part that decides is in the core, every part that shows in CallPresenter.
package dev.ringsight.android

import android.content.Context
import android.os.Handler
import android.os.Looper
import dev.ringsight.core.Advance
import dev.ringsight.core.Awaited
import dev.ringsight.core.CallEvent
import dev.ringsight.core.CallRecord
import dev.ringsight.core.Caller
import dev.ringsight.core.Candidates
import dev.ringsight.core.Choices
import dev.ringsight.core.Damage
import dev.ringsight.core.Damaged
import dev.ringsight.core.Direction
import dev.ringsight.core.Directory
import dev.ringsight.core.EventQueue
import dev.ringsight.core.FollowUp
import dev.ringsight.core.Line
import dev.ringsight.core.NumberPlan
import dev.ringsight.core.Offer
import dev.ringsight.core.PhoneState
import dev.ringsight.core.Presentation
import dev.ringsight.core.SeenCall
import dev.ringsight.core.SeenCalls
import dev.ringsight.core.Snapshot
import dev.ringsight.core.SoundMode
import dev.ringsight.core.Sources
import dev.ringsight.core.advance
import dev.ringsight.core.candidatesFor
import dev.ringsight.core.isSameLine
import dev.ringsight.core.offerFor
import dev.ringsight.core.planFollowUp
import dev.ringsight.core.regionsOf
import dev.ringsight.core.replaceFile
import dev.ringsight.core.resolveCaller
import dev.ringsight.core.smallLines
import dev.ringsight.core.takenFor
import java.io.File
import java.io.IOException
import android.provider.Settings as SystemSettings

class CallerId private constructor(private val context: Context) {
    // Names of the CRM are not copied to a backup, from which another phone would have them without signing in.
    private val folder = File(context.noBackupFilesDir, "ringsight").apply { mkdirs() }.also(::keepToThisPhone)
    internal val settings = Settings(File(folder, "settings"))
    internal val directory = Directory(folder) { queueDamage(it) }
    internal val events = EventQueue(File(folder, "events")) { count -> describeLoss(count) }
    internal val seen = SeenCalls(File(folder, "seen"))

    /** Of what this phone's user has said who it was. */
    internal val choices = Choices(File(folder, "choices"))

    /** For what comes from the team's server, until it is published. */
    internal val fetched = File(folder, "fetched")

    private val session = SessionFile(File(folder, "session"))
    private val phone = PhoneStatus(context)
    private val sound = SoundWatch(context) { mode -> guarded(context) { onSound(mode) } }
    private val presenter = CallPresenter(context) { e164, offer -> guarded(context) { accept(e164, offer) } }
    private val callLog = CallLogWatch(context, settings, phone) { rows -> guarded(context) { onRows(rows) } }

    // Of a call that goes on the process before this one listened to the sound, and that ended with it.
    private fun listenAgain() {
        Handler(Looper.getMainLooper()).post {
            guarded(context) {
                if (settings.isSignedIn && session.read().open.any { !it.isOver }) sound.start()
            }
        }
    }

    // What no process was there to hear. Not at once: what this process was started for, such as the end of a call, is told it first.
    private fun lookLater() {
        Handler(Looper.getMainLooper()).postDelayed({ guarded(context, ::look) }, LOOK_AFTER_MS)
    }

    @Synchronized
    private fun look() {
        if (!settings.isSignedIn) return
        phone.state()?.let { state ->
            if (state != PhoneState.RINGING) presenter.hide()
            take(CallEvent.Look(System.currentTimeMillis(), state))
        }
        callLog.look()
    }

    /** Telecom has asked about a call: whoever is known is shown while it rings. */
    @Synchronized
    internal fun onScreened(event: CallEvent.Screen, line: Line) {
        if (!settings.isSignedIn) return
        val isAlone = sound.mode() == SoundMode.NORMAL && !phone.isRinging()
        // First what cannot wait; what fails of it is no reason to know nothing of the call.
        if (event.direction == Direction.INCOMING) {
            guarded(context) { show(line, event.at, mayRing = !mayRingAlready(event.at)) }
        }
        take(event.copy(isAlone = isAlone, mayRing = phone.stateToSee() == null))
        sound.start()
    }

    /** The user has dialled in the app, or was sent from it to the dialer with the number. */
    @Synchronized
    internal fun onPlaced(event: CallEvent.Placed) {
        if (!settings.isSignedIn) return
        take(event)
        sound.start()
    }

    /** The state has changed, or is told a second time; the number comes with the first ringing alone (AND-23). */
    @Synchronized
    internal fun onPhoneState(event: CallEvent.State) {
        if (!settings.isSignedIn) return
        val before = session.read().ringing
        take(event)
        if (event.state != PhoneState.RINGING) presenter.hide()
        val ringing = session.read().ringing
        val isNews = ringing != null && ringing.isIdentified && before?.isIdentified != true
        if (isNews && !ringing.wasScreened && mayBeNamed()) {
            show(Line(Presentation.ALLOWED, ringing.number), ringing.startedAt, mayRing = true)
        }
    }

    // The role's holder has looked the number up before it rang (AND-01). Who may not read the phone's own contacts is asked about
    // everybody but them (AND-03), from Android 11 on: then whoever it is not asked about may be one.
    private fun mayBeNamed(): Boolean = !phone.hasPostCall() || AddressBook.isReadable(context)

    /** What the sound says of calls, to who is told nothing of the phone's state. */
    @Synchronized
    private fun onSound(mode: SoundMode) {
        // Who is told of the state needs no guess: a phone that is silenced says no more that it rings.
        if (phone.mayHearState()) return
        if (mode != SoundMode.RINGTONE) presenter.hide()
        if (settings.isSignedIn) take(CallEvent.Sound(System.currentTimeMillis(), mode))
    }

    @Synchronized
    private fun onRows(rows: List<CallEvent.Row>) {
        if (settings.isSignedIn) rows.forEach(::take)
    }

    /** A call is over, as Telecom says: it said so to the role's holder of the moment at which the call began. */
    @Synchronized
    internal fun onPostCall(event: CallEvent.PostCall) {
        if (!settings.isSignedIn) return
        // Telecom has started an activity of the app's: from there a screen may be opened (AND-51).
        take(event, mayOpenScreen = true)
    }

    /** The phone has been switched on, or an hour has gone by: what waits for more is not waited for. */
    @Synchronized
    internal fun onQuiet(event: CallEvent) {
        if (!settings.isSignedIn) return
        // A row that nobody has told of is there by now.
        callLog.look()
        take(event)
    }

    /** Whom each call that goes on is with, by its first sign; for tests. */
    @Synchronized
    internal fun knownCallers(): Map<Long, Caller> = session.read().open.filter { it.isIdentified }
        .associate { it.startedAt to resolve(lineOf(it.number), isSaved = isInAddressBook(it.number)) }

    /** Whom a number belongs to, for the stock dialer (AND-67). */
    internal fun labelOf(e164: String): String? {
        if (!settings.isCallerIdOn || !settings.isSignedIn) return null
        return (resolve(Line(Presentation.ALLOWED, e164), isSaved = false) as? Caller.Named)?.entry?.label
    }

    /** Who it may have been that called from a number; null where there is nothing to choose. */
    internal fun candidates(e164: String): Candidates? =
        if (settings.isSignedIn) candidatesFor(e164, opened(), choices.of(e164)) else null

    /** It was that contact: kept where it is one of several with the number, and said of what names the caller now. */
    @Synchronized
    internal fun choose(e164: String, contactId: String): Boolean {
        if (candidates(e164)?.owners?.any { it.id == contactId } != true) return false
        choices.keep(e164, contactId, System.currentTimeMillis())
        nameAnew(e164)
        return true
    }

    @Synchronized
    internal fun undoChoice(e164: String) {
        choices.takeBack(e164)
        if (settings.isSignedIn) nameAnew(e164)
    }

    /** The user has tapped what a card offers. */
    private fun accept(e164: String, offer: Offer) {
        when (offer) {
            is Offer.ItWas -> choose(e164, offer.owner.id)
            is Offer.TakeBack -> undoChoice(e164)
            Offer.Ask -> presenter.start(ChooseCallerActivity.intent(context, e164, offer))
        }
    }

    // Cards have the number as the network wrote it, in whatever spelling.
    private fun nameAnew(e164: String) = presenter.rename { number ->
        val named = resolve(Line(Presentation.ALLOWED, number), isSaved = false) as? Caller.Named
        named?.takeIf { isSameLine(it.e164, e164) }?.let(::shownAs)
    }

    private fun shownAs(caller: Caller.Named) = CallPresenter.ShownCaller(
        caller,
        smallLines(caller, updatedAt(), System.currentTimeMillis()),
        offerOn(caller),
    )

    // Of somebody in the phone's address book nothing of the CRM is shown, and so nothing is offered.
    private fun offerOn(caller: Caller.Named): Offer? =
        (caller as? Caller.Shared)?.let { candidates(it.e164) }?.let(::offerFor)

    // As the diagnostic file says.
    private fun updatedAt(): Long? = settings.syncHistory.lastSuccessAt ?: (opened() as? Snapshot)?.createdAt

    // A force-stop takes the job away, and the app hears of it by being started again (AND-27): after what it was started for.
    private fun syncDaily() {
        if (settings.isSignedIn) Handler(Looper.getMainLooper()).post { guarded(context) { scheduleAgain() } }
    }

    private fun scheduleAgain() {
        if (settings.isSignedIn) SyncJobService.schedule(context)
    }

    /** Told once, however often it is due until somebody looks. */
    internal fun noteSyncDue() = events.addOnce(describeSyncDue())

    /** Nothing of the workspace stays, in front of the user or in a file; but for its snapshot, which is the caller's to clear. */
    @Synchronized
    internal fun forget() {
        // First: whatever is under way sees it.
        settings.signIn(null)
        presenter.forget()
        sound.stop()
        callLog.stop()
        session.clear()
        events.clear()
        seen.clear()
        choices.clear()
        fetched.deleteRecursively()
        SyncJobService.cancelSettling(context)
    }

    private fun show(line: Line, at: Long, mayRing: Boolean) {
        val caller = resolve(line, isInAddressBook(line.text))
        // Someone of the address book is shown by the phone; the rest is nobody of the CRM.
        val named = (caller as? Caller.Named).takeIf { settings.isCallerIdOn }
        // Whoever calls now, it is not the one before: a stranger under that name would be the worst of all. The cards before
        // stay where it is sure that one of them is of the call that rings, to which this one is a second that will not (AND-17);
        // and beside another name, if the end of each call is told.
        val mayStay = named != null && phone.hasPostCall() && sound.mode() != SoundMode.IN_CALL
        if (!mayStay && !isRinging()) presenter.hide()
        val shown = named?.takeIf { mayRing }?.let { presenter.show(line.text.orEmpty(), shownAs(it)) }
        seen.note(SeenCall(at, caller.e164, takenFor(caller), shown))
    }

    // Beside a call that rings no second one does (AND-17). Of one that waits while another goes on the sound says nothing (AND-35).
    private fun mayRingAlready(at: Long): Boolean {
        val before = session.read().open.filter { it.direction == Direction.INCOMING && !it.isOver }
        if (sound.mode() == SoundMode.RINGTONE || phone.isRinging()) return before.isNotEmpty()
        val isUnsaid = phone.stateToSee() == null && sound.mode() == SoundMode.IN_CALL
        return isUnsaid && before.any { it.mayRing(at) }
    }

    // Silenced, a phone does not say so by its sound.
    private fun isRinging(): Boolean =
        sound.mode() == SoundMode.RINGTONE || phone.isRinging() || session.read().ringing != null

    private fun take(event: CallEvent) = take(event, mayOpenScreen = false)

    private fun take(event: CallEvent, mayOpenScreen: Boolean) {
        callLog.start()
        val sofar = sinceBoot(event.at)
        val step = advance(sofar.session, event, Awaited(phone.hasPostCall(), callLog.mayLook()))
        // Kept before anything is done about it: a death in between costs a notification, never brings it twice.
        guarded(context) { session.write(step.session) }
        (sofar.records + step.records).forEach { guarded(context) { finish(it, mayOpenScreen) } }
        SyncJobService.settleLater(context, step.session)
        if (step.session.open.all { it.isOver }) sound.stop()
    }

    // A phone that was switched off has ended its calls, and tells nobody whom it does not start.
    private fun sinceBoot(at: Long): Advance {
        val count = SystemSettings.Global.getInt(context.contentResolver, SystemSettings.Global.BOOT_COUNT, 0)
        val known = settings.bootCount
        if (count != known) settings.bootCount = count
        val isAsBefore = known == null || count == known
        return session.read().let {
            if (isAsBefore) Advance(it, emptyList()) else advance(it, CallEvent.Reboot(at), NOTHING)
        }
    }

    private fun finish(record: CallRecord, mayOpenScreen: Boolean) {
        val caller = resolve(lineOf(record.number), isSaved(record))
        // On a phone whose storage is full the user is told all the same.
        guarded(context) {
            events.add(describeCall(record, caller))
            if (record.direction == Direction.INCOMING) {
                // That call's card alone: another may ring.
                record.number?.let(presenter::hide)
                seen.note(SeenCall(record.startedAt, caller.e164, takenFor(caller), shown = null))
            }
        }
        val offer = (caller as? Caller.Named)?.let(::offerOn)
        when (val next = planFollowUp(record, caller, settings.logCalls)) {
            is FollowUp.MissedNotice -> if (settings.isCallerIdOn) presenter.tellMissed(next, offer)
            is FollowUp.Outcome -> presenter.askOutcome(next, offer, mayOpenScreen)
            null -> Unit
        }
    }

    private fun isSaved(record: CallRecord): Boolean {
        val isPerhaps = !mayBeNamed() && !record.wasScreened && !record.wasPlacedInApp
        return record.isSaved ?: (isPerhaps || isInAddressBook(record.number))
    }

    private fun isInAddressBook(number: String?): Boolean = number?.let { AddressBook.has(context, it) } ?: false

    private fun lineOf(number: String?) =
        Line(if (number == null) Presentation.UNKNOWN else Presentation.ALLOWED, number)

    private fun resolve(line: Line, isSaved: Boolean): Caller {
        val plan = NumberPlan.bundled
        val opened = opened()
        val regions = regionsOf(phone.simCountries(), phone.networkCountry(), opened, plan)
        return resolveCaller(line, Sources(opened, plan, regions, choices::of), isSaved)
    }

    private fun opened() = settings.workspaceHash?.let(directory::open) ?: Damaged(Damage.MISSING)

    // Before the first sync there is no snapshot, and nothing wrong.
    private fun queueDamage(reason: Damage) {
        if (reason != Damage.MISSING || settings.workspaceHash != null) events.add(describeDamage(reason))
    }

    // A maker's own transfer may copy what no backup of Android's does: on another phone it is nobody's.
    private fun keepToThisPhone(folder: File) {
        val mark = File(folder, "phone")
        val id = SystemSettings.Secure.getString(context.contentResolver, SystemSettings.Secure.ANDROID_ID).orEmpty()
        if (mark.exists() && mark.readText() == id) return
        folder.listFiles()?.forEach(File::deleteRecursively)
        // Without the mark, on a phone whose storage is full, it is all thrown away once more.
        ignoringStorage { replaceFile(mark) { it.write(id.toByteArray()) } }
    }

    private inline fun ignoringStorage(write: () -> Unit) {
        try {
            write()
        } catch (_: IOException) {
            // Nothing is kept, then.
        } catch (_: IllegalStateException) {
            // The same, of a file that could not be renamed into place.
        }
    }

    companion object {
        private const val LOOK_AFTER_MS = 10_000L
        private val NOTHING = Awaited(postCall = false, callLog = false)
        private var only: CallerId? = null

        fun of(context: Context): CallerId = synchronized(this) {
            val app = context.applicationContext
            only?.takeIf { it.context === app } ?: CallerId(app).also {
                only = it
                it.syncDaily()
                it.listenAgain()
                it.lookLater()
            }
        }
    }
}

/**
 * What comes from Telecom must not end the app, whatever is wrong with files or services: a failure is an event, with the
 * kind of it alone, for messages may quote a number.
 */
internal inline fun guarded(context: Context, act: () -> Unit) {
    try {
        act()
    } catch (failure: Exception) {
        report(context, failure)
    }
}

internal fun report(context: Context, failure: Exception) {
    try {
        CallerId.of(context).events.add(describeFailure(failure))
    } catch (_: Exception) {
        // Nothing is left to tell it with: storage is full, or locked before the first unlock.
    }
}

internal fun isAtLeast(apiLevel: Int): Boolean = android.os.Build.VERSION.SDK_INT >= apiLevel
