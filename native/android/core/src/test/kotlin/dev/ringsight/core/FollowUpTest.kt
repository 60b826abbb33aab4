package dev.ringsight.core

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test

class FollowUpTest {
    private val e164 = "+353871234567"
    private val known = Caller.Known(e164, Lookup.Found("Anna Byrne · Acme Ltd", null, listOf("101")))
    private val shared = Caller.Shared(e164, Lookup.Found("Anna Byrne +1 other", null, listOf("10", "12")))
    private val saved = Caller.Saved(e164, listOf("101"))

    private fun record(result: CallResult, direction: Direction? = Direction.INCOMING) =
        CallRecord(direction, e164, result, true, true, 0, null, 9_000, Duration.SHORT)

    private fun plan(result: CallResult, caller: Caller = known, logCalls: LogCalls = LogCalls.ON) =
        planFollowUp(record(result), caller, logCalls)

    @Test
    fun `R-10 a missed call of a contact leaves a notice, whatever Log calls says`() {
        val notice = FollowUp.MissedNotice("Missed call: Anna Byrne · Acme Ltd", e164, "101")
        LogCalls.entries.forEach { assertEquals(notice, plan(CallResult.MISSED, known, it)) }
        val toFirst = FollowUp.MissedNotice("Missed call: Anna Byrne +1 other", e164, "10")
        assertEquals(toFirst, plan(CallResult.MISSED, shared))
    }

    @Test
    fun `R-04 R-06 nobody else's missed call does`() {
        val nobody = Caller.Unknown(Caller.Because.NO_SUCH_NUMBER, e164)
        val others =
            listOf(saved, nobody, Caller.NoNumber(Presentation.RESTRICTED), Caller.Special(Caller.Service.EMERGENCY))
        others.forEach { assertNull(plan(CallResult.MISSED, it)) }
    }

    @Test
    fun `R-11 R-04 an answered call asks for its outcome, a contact of the address book's too`() {
        assertEquals(FollowUp.Outcome("Anna Byrne · Acme Ltd", e164, "101"), plan(CallResult.ANSWERED))
        assertEquals(FollowUp.Outcome("", e164, "101"), plan(CallResult.ANSWERED, saved))
        assertNull(plan(CallResult.ANSWERED, Caller.Saved(e164, emptyList())))
    }

    @Test
    fun `R-11 a call that was rejected, taken elsewhere or went nobody knows how asks for nothing`() {
        listOf(CallResult.REJECTED, CallResult.ANSWERED_ELSEWHERE, CallResult.UNKNOWN).forEach { assertNull(plan(it)) }
    }

    @Test
    fun `R-14 Log calls decides about outcomes, and untouched means incoming calls alone`() {
        fun asks(result: CallResult, direction: Direction?, logCalls: LogCalls) =
            planFollowUp(record(result, direction), known, logCalls) != null
        val rows = LogCalls.entries.associateWith {
            listOf(
                asks(CallResult.ANSWERED, Direction.INCOMING, it),
                asks(CallResult.DIALLED, Direction.OUTGOING, it),
                asks(CallResult.ANSWERED, null, it),
            )
        }
        assertEquals(listOf(true, true, true), rows[LogCalls.ON])
        assertEquals(listOf(true, false, false), rows[LogCalls.UNTOUCHED])
        assertEquals(listOf(false, false, false), rows[LogCalls.OFF])
    }
}
