// What became of the calls that Android tells an app of? Merges screening, broadcasts of the phone's state and POST_CALL
// into one record a call, whatever comes first, twice or never. Decides only; knows neither Android nor who is calling.
package dev.ringsight.core

/** Names as in TelephonyManager.EXTRA_STATE_*. */
enum class PhoneState { IDLE, RINGING, OFFHOOK }

enum class Direction { INCOMING, OUTGOING }

/** Names as in TelecomManager.DURATION_*: under 3 seconds, under 60, under 120, longer (AND-31). */
enum class Duration { VERY_SHORT, SHORT, MEDIUM, LONG }

/** Something that Android told; [at] in milliseconds since 1970. A null number is one that was not delivered. */
sealed interface CallEvent {
    val at: Long

    /** onScreenCall. */
    data class Screen(override val at: Long, val direction: Direction, val number: String?) : CallEvent

    /** A PHONE_STATE broadcast; [isNumberThere] tells a number that is not delivered from one that was not given (AND-20, AND-22). */
    data class State(
        override val at: Long,
        val state: PhoneState,
        val number: String?,
        val isNumberThere: Boolean,
    ) : CallEvent

    /** POST_CALL; [cause] is the name of an android.telecom.DisconnectCause. */
    data class PostCall(
        override val at: Long,
        val number: String?,
        val cause: String,
        val duration: Duration,
    ) : CallEvent

    /** The app looks whether something has been waited for long enough. */
    data class Settle(override val at: Long) : CallEvent

    /** The phone has been switched on. */
    data class Reboot(override val at: Long) : CallEvent
}

enum class CallResult(val word: String) {
    MISSED("missed"),
    ANSWERED("answered"),
    REJECTED("rejected"),
    ANSWERED_ELSEWHERE("answered-elsewhere"),
    DIALLED("dialled"),
    UNKNOWN("unknown"),
}

/**
 * One call, over.
 *
 * @property direction null where nobody said
 * @property isSure false where the signs allow another reading: without POST_CALL a rejected call looks missed (AND-34)
 * @property wasScreened whether the app was asked about it; who holds the role is asked about all but the phone's contacts
 * @property startedAt its first sign
 * @property endedAt the first sign of its end
 * @property duration as POST_CALL says
 */
data class CallRecord(
    val direction: Direction?,
    val number: String?,
    val result: CallResult,
    val isSure: Boolean,
    val wasScreened: Boolean,
    val startedAt: Long,
    val answeredAt: Long?,
    val endedAt: Long?,
    val duration: Duration?,
)

/** A call that is not over, or of which more may be told. */
data class OpenCall(
    val direction: Direction,
    val number: String?,
    /** Whether the number is known, be it that there is none. */
    val isIdentified: Boolean,
    val wasScreened: Boolean,
    val startedAt: Long,
    val phase: Phase,
    val answeredAt: Long? = null,
    val endedAt: Long? = null,
) {
    /** [UNCLEAR]: it rang while another call went on, and what became of it cannot be seen. */
    enum class Phase { ASKED, RINGING, ACTIVE, UNCLEAR }
}

/** Everything that is remembered between two events. [settled]: numbers and ends of records made without POST_CALL. */
data class CallSession(
    val state: PhoneState = PhoneState.IDLE,
    val open: List<OpenCall> = emptyList(),
    val settled: List<Pair<String?, Long>> = emptyList(),
) {
    /** The call that rings; its number is only there when it is sure whose it is (AND-23). */
    val ringing: OpenCall? get() = open.lastOrNull { it.phase == OpenCall.Phase.RINGING && it.endedAt == null }
}

data class Advance(val session: CallSession, val records: List<CallRecord>)

/**
 * The session after an event, and the calls of which everything is known by it.
 *
 * @param hasPostCall whether the app holds the screening role on API 30 or later: the end of each call is told then, and
 *   is waited for (AND-30)
 */
fun advance(session: CallSession, event: CallEvent, hasPostCall: Boolean): Advance {
    val settled = settle(session, event.at)
    val next = when (event) {
        is CallEvent.Screen -> Advance(screened(settled.session, event), emptyList())
        is CallEvent.State -> changed(settled.session, event, hasPostCall)
        is CallEvent.PostCall -> reported(settled.session, event)
        is CallEvent.Settle -> Advance(settled.session, emptyList())
        is CallEvent.Reboot -> rebooted(settled.session)
    }
    return Advance(next.session, settled.records + next.records)
}

/** When [CallEvent.Settle] is due; null when nothing is waited for. */
fun settlesAt(session: CallSession): Long? = session.open.mapNotNull { it.endedAt }.minOrNull()?.plus(POST_CALL_WAIT_MS)

private const val POST_CALL_WAIT_MS = 10_000L

// Screening may take five seconds (AND-06), and then it rings (AND-07).
private const val SCREEN_TO_RING_MS = 30_000L

// Asked about, and nothing heard since: another filter has stopped it (AND-11). The longest call is shorter.
private const val FORGOTTEN_MS = 24 * 3_600_000L

// Nobody turns a call down so fast.
private const val AUTO_MISS_MS = 2_000L
private const val LONGEST_RING_MS = 120_000L
private const val REMEMBERED_MS = 5 * 60_000L
private const val COMPARED_DIGITS = 7

private fun settle(session: CallSession, at: Long): Advance {
    val (due, waiting) = session.open.partition { it.endedAt != null && it.endedAt + POST_CALL_WAIT_MS <= at }
    val remembered = session.settled.filter { (_, endedAt) -> endedAt + REMEMBERED_MS > at }
    val next = session.copy(
        open = waiting.filter { it.startedAt + FORGOTTEN_MS > at },
        settled = remembered + due.map { it.number to (it.endedAt ?: at) },
    )
    return Advance(next, due.map(::byStateAlone))
}

private fun screened(session: CallSession, event: CallEvent.Screen): CallSession = session.copy(
    open = session.open + OpenCall(
        direction = event.direction,
        number = event.number,
        isIdentified = true,
        wasScreened = true,
        startedAt = event.at,
        phase = OpenCall.Phase.ASKED,
    ),
)

private fun changed(session: CallSession, event: CallEvent.State, hasPostCall: Boolean): Advance {
    if (event.state == session.state) return Advance(identified(session, event), emptyList())
    val next = session.copy(state = event.state)
    return when (event.state) {
        PhoneState.RINGING -> Advance(begun(next, event, Direction.INCOMING, session.state), emptyList())
        PhoneState.OFFHOOK -> Advance(lifted(next, event, session.state), emptyList())
        PhoneState.IDLE -> hungUp(next, event.at, hasPostCall)
    }
}

// The second broadcast of a change (AND-20): it may be the one with the number, which only a change from IDLE is sure to
// have (AND-23). Then there is one call.
private fun identified(session: CallSession, event: CallEvent.State): CallSession {
    val live = session.open.filter { it.phase == OpenCall.Phase.RINGING || it.phase == OpenCall.Phase.ACTIVE }
    val only = live.singleOrNull()
    if (!event.isNumberThere || only == null || only.isIdentified || only.answeredAt != null) return session
    return session.replace(only, only.copy(number = event.number.orNone(), isIdentified = true))
}

private fun begun(session: CallSession, event: CallEvent.State, direction: Direction, from: PhoneState): CallSession {
    val isTold = event.isNumberThere && from == PhoneState.IDLE
    val phase = if (direction == Direction.INCOMING) OpenCall.Phase.RINGING else OpenCall.Phase.ACTIVE
    val asked = session.open.lastOrNull {
        it.phase == OpenCall.Phase.ASKED && it.direction == direction &&
            it.startedAt + SCREEN_TO_RING_MS >= event.at && !(isTold && areDifferent(it.number, event.number))
    }
    if (asked != null) return session.replace(asked, asked.copy(phase = phase))
    val number = if (isTold) event.number.orNone() else null
    val call = OpenCall(direction, number, isIdentified = isTold, wasScreened = false, event.at, phase)
    return session.copy(open = session.open + call)
}

private fun lifted(session: CallSession, event: CallEvent.State, from: PhoneState): CallSession {
    if (from == PhoneState.IDLE) return begun(session, event, Direction.OUTGOING, from)
    val ringing = session.open.lastOrNull { it.phase == OpenCall.Phase.RINGING } ?: return session
    // Beside another call it was answered, rejected or missed: the state is the same (AND-25).
    val isAlone = session.open.none { it.phase == OpenCall.Phase.ACTIVE || it.phase == OpenCall.Phase.UNCLEAR }
    val answered = ringing.copy(phase = OpenCall.Phase.ACTIVE, answeredAt = event.at)
    return session.replace(ringing, if (isAlone) answered else ringing.copy(phase = OpenCall.Phase.UNCLEAR))
}

private fun hungUp(session: CallSession, at: Long, hasPostCall: Boolean): Advance {
    val (asked, ended) = session.open.partition { it.phase == OpenCall.Phase.ASKED }
    if (!hasPostCall) return Advance(session.copy(open = asked), ended.map { byStateAlone(it.copy(endedAt = at)) })
    // The phase stays: it says how the call went, should POST_CALL not come.
    return Advance(session.copy(open = asked + ended.map { it.copy(endedAt = it.endedAt ?: at) }), emptyList())
}

private fun byStateAlone(call: OpenCall): CallRecord = when {
    call.direction == Direction.OUTGOING -> call.record(CallResult.DIALLED, isSure = false)
    call.answeredAt != null -> call.record(CallResult.ANSWERED, isSure = true)
    call.phase == OpenCall.Phase.UNCLEAR -> call.record(CallResult.UNKNOWN, isSure = false)
    else -> call.record(CallResult.MISSED, isSure = false)
}

// Any app can say that a call has ended. It is believed of a call that the phone has told of before: what is known of no
// call, be it one of the phone's own contacts, about whom the app is not asked (AND-03), is not followed up.
private fun reported(session: CallSession, event: CallEvent.PostCall): Advance {
    val call = whichEnded(session, event)
    if (call != null) {
        val ended = call.copy(number = event.number.orNone(), endedAt = call.endedAt ?: event.at)
        val inTheWay = whatKeptItFromRinging(session, call, event)
        val record = if (inTheWay != null) {
            ended.record(CallResult.MISSED, isSure = inTheWay.phase == OpenCall.Phase.RINGING, event.duration)
        } else {
            ended.record(resultOf(call.direction, event), isSure = true, event.duration)
        }
        return Advance(session.copy(open = session.open - call), listOf(record))
    }
    // It comes late: the call has its record.
    val late = session.settled.lastOrNull { (number, _) -> number == event.number.orNone() }
    return Advance(if (late != null) session.copy(settled = session.settled - late) else session, emptyList())
}

/**
 * The call for whose sake another never rang. Of a call that comes while one rings or is dialled Telecom says REJECTED,
 * and has it in the call list as missed: AOSP packages/services/Telecomm, CallsManager.onCallFilteringComplete and
 * autoMissCallAndLog. Without the phone's state the call before may have been answered, and a user have turned this one
 * down: so it counts only at once.
 */
private fun whatKeptItFromRinging(session: CallSession, call: OpenCall, event: CallEvent.PostCall): OpenCall? {
    val mayHaveRung = call.phase != OpenCall.Phase.ASKED || call.direction == Direction.OUTGOING
    if (event.cause != "REJECTED" || mayHaveRung) return null
    val isAtOnce = event.at - call.startedAt <= AUTO_MISS_MS
    return session.open.lastOrNull { other ->
        val isBefore = other !== call && other.startedAt in call.startedAt - LONGEST_RING_MS..call.startedAt
        isBefore && other.answeredAt == null && other.endedAt == null &&
            (other.phase == OpenCall.Phase.RINGING || isAtOnce)
    }
}

private fun whichEnded(session: CallSession, event: CallEvent.PostCall): OpenCall? {
    val number = event.number.orNone()
    val same = session.open.filter { it.isIdentified && it.number == number }
    val candidates = same.ifEmpty { session.open.filter { !it.isIdentified } }
    // Of two calls with one number the answered one is the earlier.
    val answered = candidates.firstOrNull { it.answeredAt != null || it.direction == Direction.OUTGOING }
    return when (event.cause) {
        in UNANSWERED -> candidates.lastOrNull { it.answeredAt == null } ?: candidates.lastOrNull()
        else -> answered ?: candidates.lastOrNull()
    }
}

private val UNANSWERED = setOf("MISSED", "REJECTED", "ANSWERED_ELSEWHERE")

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

// What was asked about and had not rung may never have done so.
private fun rebooted(session: CallSession): Advance {
    val records = session.open.filter { it.phase != OpenCall.Phase.ASKED }.map { call ->
        val isAnswered = call.answeredAt != null
        if (call.endedAt != null) {
            byStateAlone(call)
        } else {
            call.record(if (isAnswered) CallResult.ANSWERED else CallResult.UNKNOWN, isSure = isAnswered)
        }
    }
    return Advance(CallSession(), records)
}

private fun CallSession.replace(old: OpenCall, new: OpenCall): CallSession {
    val index = open.lastIndexOf(old)
    return copy(open = open.toMutableList().also { it[index] = new })
}

private fun OpenCall.record(result: CallResult, isSure: Boolean, duration: Duration? = null) =
    CallRecord(direction, number, result, isSure, wasScreened, startedAt, answeredAt, endedAt, duration)

private fun String?.orNone(): String? = this?.ifBlank { null }

// The network may write one number in two ways; the last digits are the same in both.
private fun areDifferent(first: String?, second: String?): Boolean {
    val (one, other) = listOf(first, second).map { text -> text.orEmpty().filter(Char::isDigit) }
    if (one.isEmpty() || other.isEmpty()) return one.isEmpty() != other.isEmpty()
    return one.takeLast(COMPARED_DIGITS) != other.takeLast(COMPARED_DIGITS)
}
