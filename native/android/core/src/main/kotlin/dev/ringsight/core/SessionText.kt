// The call session as text, so that it outlives the process that Android may end between any two events. What cannot be
// read is as if nothing had been kept.
package dev.ringsight.core

private const val NAME = "calls4"
private const val FIELDS = 11
private const val SETTLED_FIELDS = 6

fun encodeSession(session: CallSession): String = buildString {
    append(
        NAME,
    ).append('\t').append(session.state.name).append('\t').append(session.toldAt).append('\t').append(session.wasIdle)
    for (call in session.open) {
        val fields = listOf(
            "open",
            call.direction.name,
            call.phase.name,
            call.isIdentified,
            call.wasScreened,
            call.wasPlacedInApp,
            call.isUnreported,
            call.startedAt,
            call.answeredAt.orDash(),
            call.endedAt.orDash(),
            encodeNumber(call.number),
        )
        append('\n').append(fields.joinToString("\t"))
    }
    for ((direction, isDirectionSure, number, startedAt, endedAt) in session.settled) {
        append("\nsettled\t${direction.name}\t$isDirectionSure\t$startedAt\t$endedAt\t${encodeNumber(number)}")
    }
}

fun decodeSession(text: String): CallSession = try {
    decode(text.split('\n').map { it.split('\t') })
} catch (_: RuntimeException) {
    CallSession()
}

private fun decode(lines: List<List<String>>): CallSession {
    val (name, state, toldAt, wasIdle) = lines.first()
    require(name == NAME)
    return CallSession(
        PhoneState.valueOf(state),
        toldAt.toLong(),
        wasIdle.toBooleanStrict(),
        lines.filter { it[0] == "open" }.map(::decodeCall),
        lines.filter { it[0] == "settled" }.map(::decodeSettled),
    )
}

private fun decodeCall(fields: List<String>): OpenCall {
    require(fields.size == FIELDS)
    return OpenCall(
        direction = Direction.valueOf(fields[1]),
        phase = OpenCall.Phase.valueOf(fields[2]),
        isIdentified = fields[3].toBooleanStrict(),
        wasScreened = fields[4].toBooleanStrict(),
        wasPlacedInApp = fields[5].toBooleanStrict(),
        isUnreported = fields[6].toBooleanStrict(),
        startedAt = fields[7].toLong(),
        answeredAt = fields[8].toLongUnlessDash(),
        endedAt = fields[9].toLongUnlessDash(),
        number = decodeNumber(fields[10]),
    )
}

private fun decodeSettled(fields: List<String>): SettledCall {
    require(fields.size == SETTLED_FIELDS)
    return SettledCall(
        direction = Direction.valueOf(fields[1]),
        isDirectionSure = fields[2].toBooleanStrict(),
        startedAt = fields[3].toLong(),
        endedAt = fields[4].toLong(),
        number = decodeNumber(fields[5]),
    )
}

// A number may be any text that a network sends; tabs and line ends would be taken for the form's own.
private fun encodeNumber(number: String?): String = if (number == null) "-" else "=" + number.replace(WHITE, " ")

private fun decodeNumber(text: String): String? = if (text == "-") null else text.removePrefix("=")

private val WHITE = Regex("\\s")

private fun Long?.orDash(): String = this?.toString() ?: "-"

private fun String.toLongUnlessDash(): Long? = if (this == "-") null else toLong()
