package dev.ringsight.core

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import kotlin.random.Random

class CallSessionTest {
    private val a = "+353871234567"

    private fun play(events: List<CallEvent>, hasPostCall: Boolean = true): List<CallRecord> =
        events.fold(Advance(CallSession(), emptyList())) { so, event ->
            val step = advance(so.session, event, Awaited(hasPostCall, callLog = false))
            Advance(step.session, so.records + step.records)
        }.records

    @Test
    fun `AND-30 POST_CALL and the end of the state make one record in either order`() {
        val start = listOf(
            CallEvent.Screen(0, Direction.INCOMING, a),
            CallEvent.State(0, PhoneState.RINGING, null, isNumberThere = false),
        )
        val idle = CallEvent.State(9_000, PhoneState.IDLE, null, isNumberThere = false)
        val postCall = CallEvent.PostCall(9_000, a, "MISSED", Duration.VERY_SHORT)
        val settle = CallEvent.Settle(100_000)
        val one = play(start + idle + postCall + settle)
        assertEquals(one, play(start + postCall + idle + settle))
        assertEquals(CallResult.MISSED, one.single().result)
    }

    @Test
    fun `AND-05 a number written in two ways is one call, another number is not`() {
        fun rung(number: String) = play(
            listOf(
                CallEvent.Screen(0, Direction.INCOMING, a),
                CallEvent.State(1_000, PhoneState.RINGING, number, isNumberThere = true),
                CallEvent.State(9_000, PhoneState.IDLE, number, isNumberThere = true),
            ),
            hasPostCall = false,
        ).single().number
        assertEquals(a, rung("0871234567"))
        assertEquals("0861111111", rung("0861111111"))
    }

    @Test
    fun `AND-30 the end of a call that nobody has told of makes no record, whatever it says`() {
        val causes = CAUSES.flatMap { cause -> Duration.entries.map { cause to it } }
        for ((cause, duration) in causes) {
            assertEquals(emptyList<CallRecord>(), play(listOf(CallEvent.PostCall(5, a, cause, duration))))
            val other = CallEvent.Screen(0, Direction.INCOMING, "+353861234567")
            assertEquals(emptyList<CallRecord>(), play(listOf(other, CallEvent.PostCall(5, a, cause, duration))))
        }
    }

    @Test
    fun `R-10 AND-17 a second call that the phone turns down is missed, one that the user turns down is not`() {
        val b = "+353861234567"
        fun second(after: Long, before: List<CallEvent>) = play(
            before + CallEvent.Screen(20_000, Direction.INCOMING, b) +
                CallEvent.PostCall(20_000 + after, b, "REJECTED", Duration.VERY_SHORT),
        ).single()
        val first = CallEvent.Screen(0, Direction.INCOMING, a)
        fun rings(state: PhoneState, at: Long) = CallEvent.State(at, state, null, isNumberThere = false)
        val ringing = listOf(first, rings(PhoneState.RINGING, 0))
        val answered = ringing + rings(PhoneState.OFFHOOK, 5_000)
        assertEquals(CallResult.MISSED to false, second(300, listOf(first)).run { result to isSure })
        assertEquals(CallResult.MISSED to true, second(9_000, ringing).run { result to isSure })
        assertEquals(CallResult.REJECTED, second(9_000, listOf(first)).result)
        assertEquals(CallResult.REJECTED, second(300, answered).result)
        assertEquals(CallResult.REJECTED, second(300, emptyList()).result)
    }

    @Test
    fun `AND-31 a call that has not been there for so long is not the one that ended`() {
        val end = CallEvent.PostCall(61_000, a, "REMOTE", Duration.MEDIUM)
        fun ended(second: Long) = play(
            listOf(
                CallEvent.Screen(0, Direction.INCOMING, a),
                CallEvent.State(0, PhoneState.RINGING, null, isNumberThere = false),
                CallEvent.Screen(second, Direction.INCOMING, a),
                end,
            ),
        ).single().startedAt
        assertEquals(0, ended(second = 30_000))
        assertEquals(1_000, ended(second = 1_000))
    }

    @Test
    fun `AND-82 a row that has a name is of the phone's own contact, and one without is not`() {
        val awaited = Awaited(postCall = false, callLog = true)
        fun savedBy(isNamed: Boolean): List<Boolean?> {
            val row = CallEvent.Row(9_000, Direction.INCOMING, a, CallResult.MISSED, 0, spokenMs = 0, isSaved = isNamed)
            return advance(CallSession(), row, awaited).records.map { it.isSaved }
        }
        assertEquals(listOf(true), savedBy(true))
        assertEquals(listOf(false), savedBy(false))
    }

    @Test
    fun `AND-33 a row of the call log says what the state alone does not, once`() {
        val signs = listOf(
            CallEvent.State(0, PhoneState.RINGING, a, isNumberThere = true),
            CallEvent.State(9_000, PhoneState.IDLE, a, isNumberThere = true),
        )
        fun row(at: Long) = CallEvent.Row(at, Direction.INCOMING, a, CallResult.REJECTED, startedAt = 0, spokenMs = 0)
        fun played(events: List<CallEvent>) = events.fold(quiet(CallSession())) { so, event ->
            so.then { advance(it, event, Awaited(postCall = false, callLog = true)) }
        }.records.map { it.result to it.isSure }
        val settled = CallEvent.Settle(100_000)
        assertEquals(listOf(CallResult.REJECTED to true), played(signs + row(9_500) + settled))
        assertEquals(listOf(CallResult.MISSED to false), played(signs + settled), "no row came")
        val late = played(signs + CallEvent.Settle(19_000) + row(20_000))
        assertEquals(listOf(CallResult.MISSED to false), late, "it came late")
        assertEquals(listOf(CallResult.REJECTED to true), played(listOf(row(9_500))), "nobody told of the call")
    }

    @Test
    fun `AND-33 a call whose long ring was not heard is that of the row by how long the two spoke`() {
        fun records(spokenMs: Long) = listOf(
            CallEvent.State(3_000_000, PhoneState.OFFHOOK, a, isNumberThere = true),
            CallEvent.PostCall(3_030_000, a, "REMOTE", Duration.SHORT),
            CallEvent.Row(3_031_000, Direction.INCOMING, a, CallResult.ANSWERED, startedAt = 2_800_000, spokenMs),
        ).fold(quiet(CallSession())) { so, event ->
            so.then { advance(it, event, Awaited(postCall = true, callLog = true)) }
        }.records.size
        assertEquals(1, records(spokenMs = 30_000))
        assertEquals(2, records(spokenMs = 9_000), "another call")
    }

    @Test
    fun `AND-33 a row that was not read for minutes ends its call, and nothing follows`() {
        fun left(readAt: Long): Pair<Int, Int> {
            val screened = CallEvent.Screen(0, Direction.INCOMING, a)
            val awaited = Awaited(postCall = true, callLog = true)
            val asked = advance(CallSession(), screened, awaited).session
            val row = CallEvent.Row(readAt, Direction.INCOMING, a, CallResult.MISSED, startedAt = 0, spokenMs = 0)
            return advance(asked, row, awaited).run { session.open.size to records.size }
        }
        assertEquals(0 to 1, left(readAt = 4 * 60_000))
        assertEquals(0 to 0, left(readAt = 6 * 60_000))
    }

    @Test
    fun `AND-33 a row is of no call that began a minute after it`() {
        val rung = advance(
            CallSession(),
            CallEvent.State(60_000, PhoneState.RINGING, a, isNumberThere = true),
            Awaited(postCall = false, callLog = true),
        ).session
        val row = CallEvent.Row(61_000, Direction.INCOMING, a, CallResult.MISSED, startedAt = 0, spokenMs = 0)
        val after = advance(rung, row, Awaited(postCall = false, callLog = true))
        assertEquals(1 to 1, after.session.open.size to after.records.size)
    }

    @Test
    fun `AND-73 whom the app was asked about, and not told the end, has not answered what is dialled later`() {
        val signs = listOf(
            CallEvent.Screen(0, Direction.INCOMING, a),
            CallEvent.Screen(60_000, Direction.OUTGOING, a),
            CallEvent.State(60_000, PhoneState.OFFHOOK, a, isNumberThere = true),
            CallEvent.PostCall(90_000, a, "LOCAL", Duration.SHORT),
        )
        assertEquals(Direction.OUTGOING, play(signs).single().direction)
    }

    @Test
    fun `R-14 who was sent to the dialer need not have called`() {
        val placed = CallEvent.Placed(0, a)
        val dialled = listOf(
            CallEvent.State(5_000, PhoneState.OFFHOOK, null, isNumberThere = false),
            CallEvent.State(70_000, PhoneState.IDLE, null, isNumberThere = false),
        )
        val record = play(listOf(placed) + dialled, hasPostCall = false).single()
        assertEquals(true to a, record.wasPlacedInApp to record.number)
        val later = dialled.map { it.copy(at = it.at + 3_600_000) }
        assertEquals(false, play(listOf(placed) + later, hasPostCall = false).single().wasPlacedInApp)
    }

    @Test
    fun `R-14 beside another call no state tells whether a call was made, and its row does`() {
        val signs = listOf(
            CallEvent.State(0, PhoneState.OFFHOOK, a, isNumberThere = true),
            CallEvent.Placed(10_000, "+353861234567"),
            CallEvent.State(200_000, PhoneState.IDLE, null, isNumberThere = false),
        )
        val row = CallEvent.Row(
            at = 200_500,
            Direction.OUTGOING,
            "+353861234567",
            CallResult.DIALLED,
            startedAt = 10_000,
            spokenMs = 0,
        )
        fun placed(events: List<CallEvent>, callLog: Boolean) = (signs + events + CallEvent.Settle(300_000))
            .fold(quiet(CallSession())) { so, event ->
                so.then { advance(it, event, Awaited(postCall = false, callLog)) }
            }.records.map { it.wasPlacedInApp }
        assertEquals(listOf(true, false), placed(listOf(row), callLog = true))
        assertEquals(listOf(false), placed(emptyList(), callLog = true), "it was not made")
        assertEquals(listOf(false, true), placed(emptyList(), callLog = false), "nobody can say")
    }

    @Test
    fun `AND-23 who was not there looks at the state, and takes the next number for that of the call that rings`() {
        val open = OpenCall(Direction.INCOMING, a, isIdentified = true, wasScreened = false, 0, OpenCall.Phase.ACTIVE)
        val before = CallSession(PhoneState.OFFHOOK, open = listOf(open))
        fun looked(state: PhoneState) = advance(before, CallEvent.Look(1_000, state), Awaited(false, false)).session
        assertEquals(before.open, looked(PhoneState.OFFHOOK).open)
        val idle = looked(PhoneState.IDLE)
        assertEquals(emptyList<OpenCall>(), idle.open)
        val ring = CallEvent.State(2_000, PhoneState.RINGING, a, isNumberThere = true)
        assertEquals(a, advance(idle, ring, Awaited(false, false)).session.ringing?.number)
    }

    @Test
    fun `AND-35 a call placed in the app, of which the sound alone has told, goes on at a look at the state`() {
        val session = listOf(
            CallEvent.State(1_000, PhoneState.RINGING, null, isNumberThere = false),
            CallEvent.Sound(2_000, SoundMode.NORMAL),
            CallEvent.Placed(60_000, a),
            CallEvent.Sound(61_000, SoundMode.IN_CALL),
        ).fold(CallSession()) { so, event -> advance(so, event, Awaited(true, false)).session }
        fun looked(state: PhoneState) = advance(session, CallEvent.Look(70_000, state), Awaited(true, false)).session
        assertEquals(listOf(a), looked(PhoneState.OFFHOOK).open.map { it.number })
        assertEquals(emptyList<OpenCall>(), looked(PhoneState.IDLE).open)
    }

    @Test
    fun `AND-20 a call placed in the app, of which the sound alone has told, is over where a look finds none`() {
        val session = listOf(CallEvent.Placed(1_000, a), CallEvent.Sound(2_000, SoundMode.IN_CALL))
            .fold(CallSession()) { so, event -> advance(so, event, Awaited(true, false)).session }
        assertEquals(PhoneState.IDLE, session.state)
        fun looked(state: PhoneState) = advance(session, CallEvent.Look(70_000, state), Awaited(true, false)).session
        assertEquals(listOf(a), looked(PhoneState.OFFHOOK).open.map { it.number })
        assertEquals(emptyList<OpenCall>(), looked(PhoneState.IDLE).open)
    }

    @Test
    fun `AND-01 AND-35 the sound says to the role alone that a call was answered`() {
        val record = play(
            listOf(
                CallEvent.Screen(0, Direction.INCOMING, a),
                CallEvent.Sound(0, SoundMode.RINGTONE),
                CallEvent.Sound(4_000, SoundMode.IN_CALL),
                CallEvent.PostCall(20_000, a, "REMOTE", Duration.SHORT),
            ),
        ).single()
        assertEquals(4_000L to 20_000L, record.answeredAt to record.endedAt)
    }

    @Test
    fun `AND-79 a call that may ring without a sound is kept beside a second one, for as long as a phone rings`() {
        fun first(after: Long, mayRing: Boolean) = play(
            listOf(
                CallEvent.Screen(0, Direction.INCOMING, a),
                CallEvent.Screen(after, Direction.INCOMING, "+353861234567", isAlone = true, mayRing),
                CallEvent.PostCall(after + 9_000, a, "LOCAL", Duration.SHORT),
            ),
        ).map { it.result }
        assertEquals(listOf(CallResult.ANSWERED), first(5_000, mayRing = true))
        assertEquals(emptyList<CallResult>(), first(5_000, mayRing = false))
        assertEquals(emptyList<CallResult>(), first(120_000, mayRing = true))
    }

    @Test
    fun `AND-17 of two that were asked about the last one rings aloud`() {
        val b = "+353861234567"
        val record = play(
            listOf(
                CallEvent.Screen(0, Direction.INCOMING, a),
                CallEvent.Screen(5_000, Direction.INCOMING, b, isAlone = true, mayRing = true),
                CallEvent.Sound(5_000, SoundMode.RINGTONE),
                CallEvent.Sound(9_000, SoundMode.NORMAL),
                CallEvent.PostCall(9_000, b, "MISSED", Duration.VERY_SHORT),
            ),
        ).single()
        assertEquals(b to CallResult.MISSED, record.number to record.result)
    }

    @Test
    fun `what waits for POST_CALL says until when`() {
        val session = listOf(
            CallEvent.State(0, PhoneState.RINGING, null, isNumberThere = false),
            CallEvent.State(9_000, PhoneState.IDLE, null, isNumberThere = false),
        ).fold(CallSession()) { session, event -> advance(session, event, POST_CALL).session }
        assertEquals(19_000, settlesAt(session))
        assertEquals(null, settlesAt(advance(session, CallEvent.Settle(19_000), POST_CALL).session))
    }

    @Test
    fun `R-10 no course of events, however odd, tells of a call twice or grows without end`() {
        val random = Random(1)
        repeat(5_000) {
            val events = randomEvents(random)
            val awaited = Awaited(random.nextBoolean(), random.nextBoolean())
            var signs = 0
            var session = CallSession()
            val records = mutableListOf<CallRecord>()
            for (event in events) {
                val step = advance(decodeSession(encodeSession(session)), event, awaited)
                session = step.session
                records += step.records
                signs += if (event is CallEvent.Settle || event is CallEvent.Reboot) 0 else 1
            }
            assertTrue(records.size <= signs, "$events")
            assertTrue(records.all { it.endedAt == null || it.endedAt >= it.startedAt }, "$events")
            val later = advance(session, CallEvent.Settle(Long.MAX_VALUE / 2), awaited).session
            assertEquals(0, later.open.size)
            assertEquals(later, decodeSession(encodeSession(later)))
        }
    }

    private fun randomEvents(random: Random): List<CallEvent> {
        val numbers = listOf(a, "0871234567", "+353861234567", "", null, "a\tb\nc")
        var at = 0L
        return List(random.nextInt(30)) {
            at += random.nextLong(20_000)
            val number = numbers.random(random)
            when (random.nextInt(11)) {
                0, 1 -> CallEvent.Screen(at, Direction.entries.random(random), number)

                2, 3, 4 -> CallEvent.State(at, PhoneState.entries.random(random), number, random.nextBoolean())

                5, 6 -> CallEvent.PostCall(at, number, CAUSES.random(random), Duration.entries.random(random))

                7 -> CallEvent.Placed(at, number.orEmpty())

                8 -> CallEvent.Sound(at, SoundMode.entries.random(random))

                9 -> {
                    val result = CallResult.entries.random(random)
                    CallEvent.Row(
                        at,
                        Direction.entries.random(random),
                        number,
                        result,
                        at - 9_000,
                        random.nextLong(9_000),
                    )
                }

                else -> if (random.nextInt(5) == 0) CallEvent.Reboot(at) else CallEvent.Settle(at)
            }
        }
    }

    @Test
    fun `what was kept and cannot be read is as if nothing had been kept`() {
        val full = encodeSession(
            CallSession(
                PhoneState.RINGING,
                4,
                true,
                listOf(OpenCall(Direction.INCOMING, a, true, true, 5, OpenCall.Phase.RINGING, 6, 7)),
                listOf(
                    SettledCall(Direction.INCOMING, true, null, 1, 8),
                    SettledCall(Direction.OUTGOING, false, a, 2, 9),
                ),
            ),
        )
        for (length in full.indices) decodeSession(full.take(length))
        listOf(
            "",
            "x",
            "calls4",
            "calls4\tHELD\t0\ttrue",
            "calls3\tIDLE\t0\ttrue",
            "calls4\tIDLE\t0\ttrue\nopen\tINCOMING",
        ).forEach {
            assertEquals(CallSession(), decodeSession(it))
        }
    }

    private companion object {
        val POST_CALL = Awaited(postCall = true, callLog = false)
        val CAUSES = listOf("LOCAL", "REMOTE", "MISSED", "REJECTED", "CANCELED", "BUSY", "OTHER", "ANSWERED_ELSEWHERE")
    }
}
