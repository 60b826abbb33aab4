// The last incoming calls, each with what its caller was taken for and what was shown, for the diagnostic file
// (native/DIAGNOSTICS.md). No name is in it; numbers are hashed when they leave the phone.
package dev.ringsight.core

import java.io.File
import java.security.MessageDigest

/** @property at its first sign, by which a call is known */
data class SeenCall(val at: Long, val e164: String?, val taken: TakenFor, val shown: Shown?)

/** What a caller was taken for. */
enum class TakenFor(val word: String) {
    KNOWN("known"),
    SHARED("shared"),
    SAVED("saved"),
    NO_NUMBER("no-number"),
    SPECIAL("special"),
    UNKNOWN("unknown"),
}

/** What named the caller while the phone rang. */
enum class Shown(val word: String) { CARD("card"), NOTIFICATION("notification") }

fun takenFor(caller: Caller): TakenFor = when (caller) {
    is Caller.Known -> TakenFor.KNOWN
    is Caller.Shared -> TakenFor.SHARED
    is Caller.Saved -> TakenFor.SAVED
    is Caller.NoNumber -> TakenFor.NO_NUMBER
    is Caller.Special -> TakenFor.SPECIAL
    is Caller.Unknown -> TakenFor.UNKNOWN
}

/** SHA-256 of salt and number, one behind the other, in hexadecimal digits. */
fun hashNumber(salt: String, e164: String?): String = MessageDigest.getInstance("SHA-256")
    .digest((salt + e164.orEmpty()).toByteArray())
    .joinToString("") { "%02x".format(it) }

/** The last calls, in a file of their own. */
class SeenCalls(file: File) {
    private val lines = EventQueue(file, LIMIT_BYTES)

    /** Keeps a call, unless it is kept already: what was shown while it rang stays. */
    fun note(call: SeenCall) {
        if (read().any { it.at == call.at }) return
        lines.add(listOf(call.at, call.e164 ?: NONE, call.taken, call.shown ?: NONE).joinToString(" "))
    }

    /** At most a thousand, the newest first. */
    fun read(): List<SeenCall> = lines.read().mapNotNull(::decode).takeLast(MOST).reversed()

    fun clear() = lines.clear()

    // A line of another version is as if it were not there.
    private fun decode(line: String): SeenCall? {
        val (at, e164, taken, shown) = line.split(' ').takeIf { it.size == 4 } ?: return null
        return SeenCall(
            at = at.toLongOrNull() ?: return null,
            e164 = e164.takeIf { it != NONE },
            taken = TakenFor.entries.find { it.name == taken } ?: return null,
            shown = Shown.entries.find { it.name == shown },
        )
    }

    private companion object {
        const val MOST = 1_000
        const val NONE = "-"

        // A line has at most 60 bytes, and of a full file the older half goes.
        const val LIMIT_BYTES = 2L * 60 * MOST
    }
}
