// What Android tells an app of calls, what an app remembers of it between two events, and what it comes to: one record a call.
// Plain data; how one follows from the other is in CallSigns and CallEnd.
package dev.ringsight.core

/** Names as in TelephonyManager.EXTRA_STATE_*. */
enum class PhoneState { IDLE, RINGING, OFFHOOK }

enum class Direction { INCOMING, OUTGOING }

/** The mode of the sound, as AudioManager.MODE_*: a call's own apps have one mode more, which is IN_CALL here. */
enum class SoundMode { NORMAL, RINGTONE, IN_CALL }

/** Names as in TelecomManager.DURATION_*: under 3 seconds, under 60, under 120, longer (AND-31). */
enum class Duration(val leastMs: Long) { VERY_SHORT(0), SHORT(3_000), MEDIUM(60_000), LONG(120_000) }

/** Something that Android told; [at] in milliseconds since 1970. A null number is one that was not delivered. */
sealed interface CallEvent {
    val at: Long

    /**
     * onScreenCall; [isAlone] where the phone neither rings nor is in a call: then no other call goes on, but where it [mayRing]
     * without a sound and nothing says so (AND-16, AND-79).
     */
    data class Screen(
        override val at: Long,
        val direction: Direction,
        val number: String?,
        val isAlone: Boolean = false,
        val mayRing: Boolean = false,
    ) : CallEvent

    /** The user has dialled in the app. */
    data class Placed(override val at: Long, val number: String) : CallEvent

    /** A PHONE_STATE broadcast; [isNumberThere] tells a number that is not delivered from one that was not given (AND-20, AND-22). */
    data class State(
        override val at: Long,
        val state: PhoneState,
        val number: String?,
        val isNumberThere: Boolean,
    ) : CallEvent

    /** The mode of the sound has changed: of use to who is not told of the state. */
    data class Sound(override val at: Long, val mode: SoundMode) : CallEvent

    /** POST_CALL; [cause] is the name of an android.telecom.DisconnectCause. */
    data class PostCall(
        override val at: Long,
        val number: String?,
        val cause: String,
        val duration: Duration,
    ) : CallEvent

    /**
     * A row of the call log: what it says is sure. [startedAt] is when the call began, [spokenMs] how long the two spoke, [isSaved]
     * whether it has a name, which is that of the phone's own contact (AND-82). Of a call that began before the user signed in
     * ([isBeforeSignIn]) and that nobody has told of, it is nobody's.
     */
    data class Row(
        override val at: Long,
        val direction: Direction,
        val number: String?,
        val result: CallResult,
        val startedAt: Long,
        val spokenMs: Long,
        val isSaved: Boolean? = null,
        val isBeforeSignIn: Boolean = false,
    ) : CallEvent

    /** The app looks whether something has been waited for long enough. */
    data class Settle(override val at: Long) : CallEvent

    /** The app was not there for a while, and looks at the phone's state. */
    data class Look(override val at: Long, val state: PhoneState) : CallEvent

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
 * @property wasPlacedInApp whether the user dialled it in the app
 * @property isSaved whether the phone's own contacts have the number; null where nobody said
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
    val wasPlacedInApp: Boolean = false,
    val isSaved: Boolean? = null,
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
    val wasPlacedInApp: Boolean = false,
    val isSaved: Boolean? = null,
    /** The app did not hold the role when it began: no POST_CALL is of it (AND-30). */
    val isUnreported: Boolean = false,
) {
    /** [UNCLEAR]: it rang while another call went on, and what became of it cannot be seen. */
    enum class Phase { ASKED, RINGING, ACTIVE, UNCLEAR }

    val isOver: Boolean get() = endedAt != null

    /** Whether it may ring at [at]: nobody has said that it does not, and no phone rings for longer. */
    fun mayRing(at: Long): Boolean = direction == Direction.INCOMING && !isOver &&
        (phase == Phase.ASKED || phase == Phase.RINGING) && startedAt + LONGEST_RING_MS > at

    /** By the state alone, a call that was answered before the app could hear of it looks dialled. */
    val isDirectionSure: Boolean get() = direction == Direction.INCOMING || wasScreened || wasPlacedInApp
}

/** A call that there is a record of, for what of it comes later: a row of the call log, a POST_CALL. */
data class SettledCall(
    val direction: Direction,
    val isDirectionSure: Boolean,
    val number: String?,
    val startedAt: Long,
    val endedAt: Long,
)

/**
 * Everything that is remembered between two events. [toldAt] is when the state was last told; [wasIdle] that no call went on before:
 * only then is the number sure that comes with it (AND-23).
 */
data class CallSession(
    val state: PhoneState = PhoneState.IDLE,
    val toldAt: Long = 0,
    val wasIdle: Boolean = false,
    val open: List<OpenCall> = emptyList(),
    val settled: List<SettledCall> = emptyList(),
) {
    /** The call that rings; its number is only there when it is sure whose it is (AND-23). */
    val ringing: OpenCall? get() = open.lastOrNull { it.phase == OpenCall.Phase.RINGING && it.endedAt == null }
}

/**
 * What tells of the end of a call, and is waited for.
 *
 * @property postCall whether the app holds the screening role on API 30 or later (AND-30)
 * @property callLog whether it may read the call log (AND-33)
 */
data class Awaited(val postCall: Boolean, val callLog: Boolean)

/** The session after an event, and the calls of which everything is known by it. */
data class Advance(val session: CallSession, val records: List<CallRecord>)

/** No phone rings for longer. */
internal const val LONGEST_RING_MS = 120_000L

/** What has ended is waited for so long. */
internal const val SETTLE_MS = 10_000L

/** When [CallEvent.Settle] is due; null when nothing is waited for. */
fun settlesAt(session: CallSession): Long? = session.open.mapNotNull { it.endedAt }.minOrNull()?.plus(SETTLE_MS)

internal fun CallSession.replace(old: OpenCall, new: OpenCall): CallSession {
    val index = open.indexOfLast { it === old }
    return copy(open = open.toMutableList().also { it[index] = new })
}

internal fun CallSession.without(call: OpenCall): CallSession = copy(open = open.filter { it !== call })

/** The session without the call, and its record. */
internal fun CallSession.record(
    call: OpenCall,
    result: CallResult,
    isSure: Boolean,
    duration: Duration? = null,
): Advance {
    val told = SettledCall(
        call.direction,
        call.isDirectionSure,
        call.number,
        call.startedAt,
        call.endedAt ?: call.startedAt,
    )
    val record = call.run {
        CallRecord(
            direction, number, result, isSure, wasScreened, startedAt, answeredAt, endedAt, duration, wasPlacedInApp,
            isSaved,
        )
    }
    return Advance(without(call).let { it.copy(settled = it.settled + told) }, listOf(record))
}

internal fun quiet(session: CallSession) = Advance(session, emptyList())

internal inline fun Advance.then(next: (CallSession) -> Advance): Advance {
    val after = next(session)
    return Advance(after.session, records + after.records)
}

internal fun String?.orNone(): String? = this?.ifBlank { null }
