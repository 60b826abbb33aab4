package dev.ringsight.core

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

class SeenCallsTest {
    @TempDir
    lateinit var folder: File
    private val file get() = File(folder, "seen")

    private fun call(at: Long, e164: String? = "+353871234567") =
        SeenCall(at, e164, TakenFor.KNOWN, Shown.CARD)

    @Test
    fun `calls are kept across the process, the newest first`() {
        val calls = TakenFor.entries.mapIndexed { at, taken -> call(at.toLong(), null).copy(taken = taken) } +
            Shown.entries.mapIndexed { at, shown -> call(100L + at).copy(shown = shown) } + call(200).copy(shown = null)
        calls.forEach(SeenCalls(file)::note)
        assertEquals(calls.reversed(), SeenCalls(file).read())
    }

    @Test
    fun `what was shown while it rang stays, whatever is told of the call later`() {
        val seen = SeenCalls(file)
        seen.note(call(5))
        seen.note(call(5).copy(shown = null))
        assertEquals(listOf(call(5)), seen.read())
    }

    @Test
    fun `the newest thousand are told, and the file does not grow with years`() {
        val seen = SeenCalls(file)
        val longest = "+" + "9".repeat(18)
        val first = 1_795_392_000_000
        for (at in first until first + 2_500) {
            seen.note(SeenCall(at, longest, TakenFor.NO_NUMBER, Shown.NOTIFICATION))
        }
        val read = seen.read()
        assertTrue(read.size in 900..1_000, "${read.size}")
        assertEquals((first + 2_499 downTo first + 2_500 - read.size).toList(), read.map { it.at })
        assertTrue(file.length() <= 120_000)
    }

    @Test
    fun `a line that is none is left out`() {
        val lines = EventQueue(file)
        listOf("5", "x - KNOWN CARD", "6 - FRIEND CARD", "7 - KNOWN -").forEach(lines::add)
        assertEquals(listOf(SeenCall(7, null, TakenFor.KNOWN, null)), SeenCalls(file).read())
    }

    @Test
    fun `a number is hashed behind the salt, as native slash DIAGNOSTICS has it`() {
        // By sha256sum, of 5f1d9a0e7b3c4d21+353837247309.
        val hash = "76d73870ce06e3cc44bff8ff6d063fdf06b3667a7605679c67e37cc08049c461"
        assertEquals(hash, hashNumber("5f1d9a0e7b3c4d21", "+353837247309"))
    }
}
