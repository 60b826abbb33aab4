// How a call ended, by who tells of it: POST_CALL, a row of the call log, or the state of the phone alone. Decides only.
package dev.ringsight.core

import dev.ringsight.core.OpenCall.Phase
import kotlin.math.abs

// Asked about, and nothing heard since: another filter has stopped it (AND-11). The longest call is shorter.
private const val FORGOTTEN_MS = 24 * 3_600_000L

// Whoever was sent to the dialer need not have called.
private const val INTENDED_MS = 60_000L
private const val REMEMBERED_MS = 5 * 60_000L

// Nobody turns a call down so fast.
private const val AUTO_MISS_MS = 2_000L

// A row and the first sign of its call are so far apart at most.
private const val SAME_CALL_MS = 30_000L

// Of what has been in the log for longer nobody wants to be told.
private const val LATEST_MS = 5 * 60_000L

// The call log has whole seconds.
private const val ROUNDED_MS = 1_000L

/** What has been waited for long enough is not waited for any more. */
internal fun settle(session: CallSession, at: Long, awaited: Awaited): Advance {
    fun isDue(call: OpenCall) = call.endedAt != null && call.endedAt + SETTLE_MS <= at
    fun isKept(call: OpenCall) = when {
        // A call that was made has its row by now.
        isDue(call) -> !(call.isIntended && awaited.callLog)

        // Beside another call no state tells whether it was made.
        call.isIntended && !call.isOver && session.state == PhoneState.IDLE -> call.startedAt + INTENDED_MS > at

        else -> call.startedAt + FORGOTTEN_MS > at
    }
    val kept = session.copy(
        open = session.open.filter(::isKept),
        settled = session.settled.filter { it.endedAt + REMEMBERED_MS > at },
    )
    return kept.open.filter(::isDue).fold(quiet(kept)) { so, call -> so.then { byStateAlone(it, call) } }
}

private val OpenCall.isIntended get() = wasPlacedInApp && !wasScreened && phase == Phase.ASKED

/** Without POST_CALL and the call log a rejected call looks missed (AND-34). */
internal fun byStateAlone(session: CallSession, call: OpenCall): Advance = when {
    call.direction == Direction.OUTGOING -> session.record(call, CallResult.DIALLED, isSure = false)
    call.answeredAt != null -> session.record(call, CallResult.ANSWERED, isSure = true)
    call.phase == Phase.UNCLEAR -> session.record(call, CallResult.UNKNOWN, isSure = false)
    else -> session.record(call, CallResult.MISSED, isSure = false)
}

/**
 * POST_CALL. Any app can say that a call has ended. It is believed of a call that the phone has told of before: what is known of no
 * call, be it one of the phone's own contacts, about whom the app is not asked (AND-03), is not followed up.
 */
internal fun reported(session: CallSession, event: CallEvent.PostCall): Advance {
    val call = whichEnded(session, event) ?: return quiet(session)
    val ended = call.copy(number = event.number.orNone(), isIdentified = true, endedAt = call.endedAt ?: event.at)
    val inTheWay = whatKeptItFromRinging(session, call, event)
    val result = if (inTheWay != null) CallResult.MISSED else resultOf(call.direction, event)
    val isSure = inTheWay == null || inTheWay.phase == Phase.RINGING
    return session.replace(call, ended).record(ended, result, isSure, event.duration)
}

private fun whichEnded(session: CallSession, event: CallEvent.PostCall): OpenCall? {
    val isUnanswered = event.cause in UNANSWERED
    // What has not been there for so long is not what ended (AND-31), and nobody misses or turns down a call of his own.
    val open = session.open.filter {
        it.startedAt + event.duration.leastMs <= event.at && !(isUnanswered && it.direction == Direction.OUTGOING)
    }
    val named = open.filter { it.isIdentified && it.number == event.number.orNone() }
    val same = named.filter { !it.isOver }.ifEmpty { named }
    val candidates = same.ifEmpty { open.filter { !it.isIdentified && !it.isUnreported } }
    val last = candidates.lastOrNull()
    if (isUnanswered) return candidates.lastOrNull { it.answeredAt == null } ?: last
    // Of two calls with one number the answered one is the earlier.
    return candidates.firstOrNull { it.answeredAt != null } ?: last
}

private val UNANSWERED = setOf("MISSED", "REJECTED", "ANSWERED_ELSEWHERE")

/**
 * The call for whose sake another never rang. Of a call that comes while one rings or is dialled Telecom says REJECTED,
 * and has it in the call list as missed: AOSP packages/services/Telecomm, CallsManager.onCallFilteringComplete and
 * autoMissCallAndLog. Without the phone's state the call before may have been answered, and a user have turned this one
 * down: so it counts only at once.
 */
private fun whatKeptItFromRinging(session: CallSession, call: OpenCall, event: CallEvent.PostCall): OpenCall? {
    val mayHaveRung = call.phase != Phase.ASKED || call.direction == Direction.OUTGOING
    if (event.cause != "REJECTED" || mayHaveRung) return null
    val isAtOnce = event.at - call.startedAt <= AUTO_MISS_MS
    return session.open.lastOrNull { other ->
        val isBefore = other !== call && other.startedAt in call.startedAt - LONGEST_RING_MS..call.startedAt
        isBefore && other.answeredAt == null && !other.isOver && (other.phase == Phase.RINGING || isAtOnce)
    }
}

private fun resultOf(direction: Direction, event: CallEvent.PostCall): CallResult = when {
    direction == Direction.OUTGOING -> CallResult.DIALLED

    event.cause == "MISSED" -> CallResult.MISSED

    event.cause == "REJECTED" -> CallResult.REJECTED

    event.cause == "ANSWERED_ELSEWHERE" -> CallResult.ANSWERED_ELSEWHERE

    event.cause == "LOCAL" || event.cause == "REMOTE" -> CallResult.ANSWERED

    // What nobody answered counts as no time at all (AND-31).
    event.duration != Duration.VERY_SHORT -> CallResult.ANSWERED

    else -> CallResult.UNKNOWN
}

/**
 * A row of the call log: of a call that waits for it, of one that has its record, or of one that the app was told nothing of. One that
 * was not read for minutes ends its call, and nothing follows.
 */
internal fun listed(session: CallSession, row: CallEvent.Row): Advance {
    val told = withRow(session, row)
    return Advance(told.session, told.records.filter { (it.endedAt ?: it.startedAt) + LATEST_MS > row.at })
}

private fun withRow(session: CallSession, row: CallEvent.Row): Advance {
    val number = row.number.orNone()
    val own = session.settled.find {
        it.number == number && it.direction == row.direction && abs(it.startedAt - row.startedAt) <= SAME_CALL_MS
    }
    if (own != null) return quiet(session.withoutSettled(own))
    val call = whichIsListed(session, row)
    if (call != null) {
        val told = call.listedAs(row)
        // Its row has come: none is to be known again.
        val made = session.replace(call, told).record(told, row.result, isSure = true)
        return Advance(session.without(call), made.records)
    }
    val same = session.settled.filter { it.number == number }
    val near = same.filter { isNear(it.startedAt, it.isDirectionSure, row) }
    // A POST_CALL may have been taken for the end of a call that had begun before this one.
    val alike = near + same.filter { row.startedAt in it.startedAt..it.endedAt }
    val talk = same.find { !it.isDirectionSure && isTalk(it.startedAt, it.endedAt, row) }
    val known = alike.find { it.direction == row.direction } ?: near.firstOrNull() ?: talk
    if (known != null) return quiet(session.withoutSettled(known))
    if (row.isBeforeSignIn) return quiet(session)
    val unseen = OpenCall(row.direction, number, isIdentified = true, wasScreened = false, row.startedAt, Phase.UNCLEAR)
    return Advance(session, session.record(unseen.listedAs(row), row.result, isSure = true).records)
}

private fun whichIsListed(session: CallSession, row: CallEvent.Row): OpenCall? = session.open
    .filter { call ->
        (call.direction == row.direction || (!call.isDirectionSure && call.isOver)) &&
            (isNear(call.startedAt, call.isDirectionSure, row) || isTalkOf(call, row)) &&
            (!call.isIdentified || call.number == row.number.orNone())
    }
    .minWithOrNull(
        compareBy(
            { !it.isIdentified },
            { it.direction != row.direction },
            { abs(it.startedAt - row.startedAt) },
        ),
    )

// Its first sign may have been the ringing, or for who was not there before, the state after it: the answer.
private fun isNear(startedAt: Long, isDirectionSure: Boolean, row: CallEvent.Row): Boolean {
    val latest = row.startedAt + if (isDirectionSure) SAME_CALL_MS else LONGEST_RING_MS
    return startedAt in row.startedAt - SAME_CALL_MS..latest
}

private fun isTalkOf(call: OpenCall, row: CallEvent.Row): Boolean =
    call.isIdentified && !call.isDirectionSure && isTalk(call.startedAt, call.endedAt, row)

// Answered before the app could hear of it, however long it had rung: the two have spoken since its first sign.
private fun isTalk(startedAt: Long, endedAt: Long?, row: CallEvent.Row): Boolean =
    row.direction == Direction.INCOMING && endedAt != null && startedAt >= row.startedAt &&
        abs(endedAt - startedAt - row.spokenMs) <= ROUNDED_MS

// It says when the call began; which of several unnamed ones it is of is a guess.
private fun OpenCall.listedAs(row: CallEvent.Row): OpenCall {
    val end = maxOf(endedAt ?: 0, row.startedAt + row.spokenMs)
    return copy(
        direction = row.direction,
        number = row.number.orNone(),
        isIdentified = true,
        startedAt = row.startedAt,
        answeredAt = if (row.spokenMs > 0) end - row.spokenMs else null,
        endedAt = end,
        isSaved = row.isSaved,
    )
}

private fun CallSession.withoutSettled(told: SettledCall) = copy(settled = settled.filter { it !== told })
