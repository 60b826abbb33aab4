// What of calls can be seen while they go on: screening, broadcasts of the phone's state, the mode of the sound, in any order, twice
// or never. Decides only; knows neither Android nor who is calling.
package dev.ringsight.core

import dev.ringsight.core.OpenCall.Phase

/** The session after an event, and the calls of which everything is known by it. */
fun advance(session: CallSession, event: CallEvent, awaited: Awaited): Advance =
    settle(session, event.at, awaited).then { now ->
        when (event) {
            is CallEvent.Screen -> quiet(screened(now, event, awaited))
            is CallEvent.Placed -> quiet(placed(now, event))
            is CallEvent.State -> changed(now, event, awaited)
            is CallEvent.Sound -> quiet(heard(now, event))
            is CallEvent.PostCall -> reported(now, event)
            is CallEvent.Row -> listed(now, event)
            is CallEvent.Settle -> quiet(now)
            is CallEvent.Look -> quiet(looked(now, event.state))
            is CallEvent.Reboot -> rebooted(now)
        }
    }

// Screening may take five seconds (AND-06), and then it rings (AND-07).
private const val SCREEN_TO_RING_MS = 30_000L

// The two broadcasts of one change come together (AND-20).
private const val SAME_CHANGE_MS = 1_000L
private const val COMPARED_DIGITS = 7

private fun screened(session: CallSession, event: CallEvent.Screen, awaited: Awaited): CallSession {
    val isIncoming = event.direction == Direction.INCOMING
    val placed = placedTo(session, event.number, event.at)
    // What was placed in the app itself is known already.
    if (!isIncoming && placed != null) return session.replace(placed, placed.copy(wasScreened = true))
    val isFirst = isIncoming && event.isAlone
    val before = if (isFirst) withoutStale(session, event.at, awaited.callLog, event.mayRing) else session
    return before.copy(open = before.open + asked(event.direction, event.number, event.at))
}

private fun placed(session: CallSession, event: CallEvent.Placed): CallSession {
    // Sent to the dialer with a number, and dialled then, is one call.
    if (placedTo(session, event.number, event.at) != null) return session
    val call = asked(Direction.OUTGOING, event.number, event.at).copy(wasScreened = false, wasPlacedInApp = true)
    return session.copy(open = session.open + call)
}

private fun asked(direction: Direction, number: String?, at: Long) =
    OpenCall(direction, number, isIdentified = true, wasScreened = true, at, Phase.ASKED)

private fun placedTo(session: CallSession, number: String?, at: Long): OpenCall? = session.open.lastOrNull {
    it.wasPlacedInApp && it.phase == Phase.ASKED && it.number == number && it.startedAt + SCREEN_TO_RING_MS >= at
}

// A call comes in while none goes on: what was open before is over, and nobody has told how it ended. POST_CALL has come by
// then, if it comes at all; a row of the call log may be late. What was asked about may ring without a sound.
private fun withoutStale(
    session: CallSession,
    at: Long,
    awaitsRow: Boolean,
    mayRing: Boolean = false,
): CallSession {
    fun isHushed(call: OpenCall) = mayRing && call.phase == Phase.ASKED && call.direction == Direction.INCOMING &&
        call.startedAt + LONGEST_RING_MS > at
    fun isKept(call: OpenCall) = call.startedAt >= at || if (call.isOver) awaitsRow else isHushed(call)
    return session.copy(open = session.open.filter(::isKept))
}

private fun changed(session: CallSession, event: CallEvent.State, awaited: Awaited): Advance {
    // An app that was given the right in the middle of a call hears its end and nothing before.
    val isEnd = event.state == PhoneState.IDLE && session.open.any { !it.isOver }
    val isAgain = event.state == session.state && !isEnd
    if (isAgain && event.at - session.toldAt <= SAME_CHANGE_MS) return quiet(identified(session, event))
    // Only changes are told: an app that hears a state anew has missed what was between.
    val from = if (isAgain) PhoneState.IDLE else session.state
    val heard = if (isAgain) withoutStale(session, event.at, awaitsRow = true) else session
    val next = heard.copy(state = event.state, toldAt = event.at, wasIdle = heard.isAlone(from))
    return when (event.state) {
        PhoneState.RINGING -> quiet(begun(next, event, Direction.INCOMING, from, awaited))
        PhoneState.OFFHOOK -> quiet(lifted(next, event, from, awaited))
        PhoneState.IDLE -> hungUp(next, event.at, awaited)
    }
}

// The second broadcast of a change (AND-20): it may be the one with the number, which is sure where the change was from IDLE
// (AND-23). Then there is one call.
private fun identified(session: CallSession, event: CallEvent.State): CallSession {
    val only = session.open.singleOrNull { it.phase != Phase.ASKED && !it.isOver }
    if (!event.isNumberThere || !session.wasIdle || only == null || only.isIdentified ||
        only.answeredAt != null
    ) {
        return session
    }
    return session.replace(only, only.copy(number = event.number.orNone(), isIdentified = true))
}

// As far as the app knows, no other call goes on whose number it may be (AND-23).
private fun CallSession.isAlone(from: PhoneState) = from == PhoneState.IDLE || open.all { it.isOver }

private fun begun(
    session: CallSession,
    event: CallEvent.State,
    direction: Direction,
    from: PhoneState,
    awaited: Awaited,
): CallSession {
    val isTold = event.isNumberThere && session.isAlone(from)
    val phase = if (direction == Direction.INCOMING) Phase.RINGING else Phase.ACTIVE
    val asked = session.open.lastOrNull {
        it.phase == Phase.ASKED && it.direction == direction &&
            it.startedAt + SCREEN_TO_RING_MS >= event.at && !(isTold && areDifferent(it.number, event.number))
    }
    if (asked != null) return session.replace(asked, asked.copy(phase = phase))
    val number = if (isTold) event.number.orNone() else null
    val call = OpenCall(direction, number, isIdentified = isTold, wasScreened = false, event.at, phase)
    return session.copy(open = session.open + call.copy(isUnreported = !awaited.postCall))
}

private fun lifted(
    session: CallSession,
    event: CallEvent.State,
    from: PhoneState,
    awaited: Awaited,
): CallSession {
    if (from == PhoneState.IDLE) {
        return answeredUnheard(session, event) ?: begun(session, event, Direction.OUTGOING, from, awaited)
    }
    val ringing = session.open.lastOrNull { it.phase == Phase.RINGING } ?: return session
    // Beside another call it was answered, rejected or missed: the state is the same (AND-25).
    val isAlone = session.open.all { it.isOver || it.phase == Phase.RINGING || it.phase == Phase.ASKED }
    return session.replace(ringing, if (isAlone) ringing.answered(event.at) else ringing.copy(phase = Phase.UNCLEAR))
}

// The role's holder was asked about it; that it rang was not told, as the right to hear that came later. What was dialled with the
// same number, or with any where none is told, is the likelier.
private fun answeredUnheard(session: CallSession, event: CallEvent.State): CallSession? {
    fun isTold(call: OpenCall) = !event.isNumberThere || call.number == event.number.orNone()
    val isDialled = session.open.any { it.phase == Phase.ASKED && it.direction == Direction.OUTGOING && isTold(it) }
    if (isDialled) return null
    val rang = session.open.lastOrNull { it.direction == Direction.INCOMING && !it.isOver && isTold(it) }
    return rang?.let { session.replace(it, it.answered(event.at)) }
}

private fun OpenCall.answered(at: Long) = copy(phase = Phase.ACTIVE, answeredAt = at)

// The phase stays: it says how a call went, should nothing else come.
private fun hungUp(session: CallSession, at: Long, awaited: Awaited): Advance {
    val next = ended(session, at)
    if (awaited.postCall || awaited.callLog) return quiet(next)
    return next.open.filter { it.isOver }.fold(quiet(next)) { so, call -> so.then { byStateAlone(it, call) } }
}

// No call goes on. Asked about and not let ring yet, one is still to come.
private fun ended(session: CallSession, at: Long): CallSession {
    fun isToCome(call: OpenCall) = call.phase == Phase.ASKED && call.direction == Direction.INCOMING
    return session.copy(open = session.open.map { if (isToCome(it)) it else it.copy(endedAt = it.endedAt ?: at) })
}

// The mode of the sound, for who holds the role alone: Android tells such an app of a call's end and of nothing before. A call that
// waits while another goes on changes nothing of it.
private fun heard(session: CallSession, event: CallEvent.Sound): CallSession {
    // What became of one that rang, POST_CALL tells.
    if (event.mode == SoundMode.NORMAL) return ended(session, event.at).let { it.copy(open = it.open.map(::unclear)) }
    val live = session.open.filter { !it.isOver }
    val placed = live.singleOrNull()?.takeIf { it.wasPlacedInApp && it.phase == Phase.ASKED }
    if (event.mode == SoundMode.IN_CALL && placed != null) {
        return session.replace(placed, placed.copy(phase = Phase.ACTIVE))
    }
    val incoming = live.filter { it.direction == Direction.INCOMING }
    // What rings aloud is the last: beside one that rings without a sound it would not (AND-17).
    val asked = incoming.filter { it.phase == Phase.ASKED }
    val first = incoming.firstOrNull { it.phase == Phase.RINGING }
        ?: (if (event.mode == SoundMode.RINGTONE) asked.lastOrNull() else asked.firstOrNull())
        ?: return session
    return when {
        event.mode == SoundMode.RINGTONE -> session.replace(first, first.copy(phase = Phase.RINGING))
        live.size == 1 -> session.replace(first, first.answered(event.at))
        else -> session
    }
}

private fun unclear(call: OpenCall) = if (call.phase == Phase.RINGING) call.copy(phase = Phase.UNCLEAR) else call

// What was open in another state is over. What was placed in the app without the right to hear the state may go on, also where the
// sound has told of it. Who was not told of the state has it as IDLE while the sound says that two speak; once nothing goes on,
// they do not any more.
private fun looked(session: CallSession, state: PhoneState): CallSession {
    if (session.state == state) {
        if (state != PhoneState.IDLE) return session
        return session.copy(open = session.open.filter { it.isOver || it.phase != Phase.ACTIVE })
    }
    val wasIdle = session.state == PhoneState.IDLE
    fun isUntold(call: OpenCall) =
        call.phase == Phase.ASKED || (state != PhoneState.IDLE && call.startedAt > session.toldAt)
    val kept = session.open.filter { it.isOver || wasIdle || (it.wasPlacedInApp && isUntold(it)) }
    // It has looked, and was not told: the next broadcast of this state is the first.
    return session.copy(state = state, toldAt = 0, open = kept)
}

// What was asked about and had not rung may never have done so.
private fun rebooted(session: CallSession): Advance {
    val records = session.open.filter { it.phase != Phase.ASKED }.fold(quiet(session)) { so, call ->
        val isAnswered = call.answeredAt != null
        so.then {
            if (call.isOver) {
                byStateAlone(it, call)
            } else {
                it.record(call, if (isAnswered) CallResult.ANSWERED else CallResult.UNKNOWN, isSure = isAnswered)
            }
        }
    }.records
    return Advance(CallSession(settled = session.settled), records)
}

// The network may write one number in two ways; the last digits are the same in both.
private fun areDifferent(first: String?, second: String?): Boolean {
    val (one, other) = listOf(first, second).map { text -> text.orEmpty().filter(Char::isDigit) }
    if (one.isEmpty() || other.isEmpty()) return one.isEmpty() != other.isEmpty()
    return one.takeLast(COMPARED_DIGITS) != other.takeLast(COMPARED_DIGITS)
}
