package dev.ringsight.core

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.zip.CRC32
import kotlin.random.Random

/**
 * Damage of every kind, from a seed. The oracle: an answer is that of the undamaged file, or none; nothing throws; and
 * where an answer is missing there was one event that says why.
 */
class SnapshotFuzzTest {
    // The last is the largest.
    private val names =
        "one exact shared shared-2 owners largest scripts record-ids deals long-label sims many".split(' ')
    private val sound = names
        .map { Sound(VECTORS.resolve("$it.idx").readBytes(), numbersOf("$it.idx")) }
    private val random = Random(SEED)

    @Test
    fun `R-03 no mutation of a snapshot names anybody wrongly`() {
        var refused = 0
        var unknowable = 0
        repeat(MUTATIONS) {
            // The large file costs the most and has the most to break; a small one breaks everywhere.
            val original = if (random.nextInt(20) == 0) sound.last() else sound.random(random)
            val (bytes, isSealed) = mutate(original.bytes)
            val reasons = mutableListOf<Damage>()
            val opened = Snapshot.openBytes(ByteBuffer.wrap(bytes)) { reasons += it }
            val answers = original.ask(opened)
            if (!isSealed) answers.forEach { (number, answer) -> original.judge(number, answer, bytes) }
            val isNone = answers.any { (_, answer) -> answer is Lookup.Unknowable }
            val before = reasons.size
            if (!isSealed) original.judgeOwners(opened)
            while (reasons.size > before) reasons.removeLast()
            assertEquals(if (opened is Damaged || isNone) 1 else 0, reasons.size, "events")
            if (opened is Damaged) {
                refused++
            } else if (isNone) {
                unknowable++
            }
        }
        println("snapshots: $MUTATIONS mutations, $refused refused when opened, $unknowable when asked, seed $SEED")
        assertTrue(refused > MUTATIONS / 10 && unknowable > MUTATIONS / 100, "mutations that are met")
    }

    @Test
    fun `R-03 a snapshot that is cut off at any length is refused`() {
        for (original in sound) {
            for (length in original.bytes.indices) {
                val opened = Snapshot.openBytes(ByteBuffer.wrap(original.bytes.copyOf(length)))
                assertTrue(opened is Damaged, "$length of ${original.bytes.size} bytes")
            }
        }
    }

    @Test
    fun `R-03 any flipped bit of a small snapshot is seen`() {
        for (original in sound.dropLast(1)) {
            for (bit in 0 until original.bytes.size * 8) {
                val bytes = original.bytes.copyOf()
                bytes[bit / 8] = (bytes[bit / 8].toInt() xor (1 shl bit % 8)).toByte()
                val opened = Snapshot.openBytes(ByteBuffer.wrap(bytes))
                original.ask(opened).forEach { (number, answer) -> original.judge(number, answer, bytes) }
                original.judgeOwners(opened)
            }
        }
    }

    private fun mutate(bytes: ByteArray): Pair<ByteArray, Boolean> = when (random.nextInt(8)) {
        0 -> bytes.edit { it[at(it)] = (it[at(it)].toInt() xor (1 shl random.nextInt(8))).toByte() } to false

        1 -> bytes.edit { repeat(1 + random.nextInt(8)) { _ -> it[at(it)] = random.nextInt().toByte() } } to false

        2 -> bytes.copyOf(random.nextInt(bytes.size)) to false

        3 -> bytes + random.nextBytes(1 + random.nextInt(16)) to false

        4 -> splice(bytes) to false

        5 -> bytes.edit { editHeader(it) } to false

        6 -> bytes.edit { move(it) } to false

        else -> bytes.edit {
            editHeader(it)
            seal(it)
        } to true
    }

    private fun at(bytes: ByteArray) = random.nextInt(bytes.size)

    private inline fun ByteArray.edit(change: (ByteArray) -> Unit) = copyOf().also(change)

    private fun splice(bytes: ByteArray): ByteArray {
        val other = sound.random(random).bytes
        val cut = random.nextInt(minOf(bytes.size, other.size))
        val spliced = bytes.copyOf(cut) + other.copyOfRange(cut, other.size)
        // Where the two began alike, that is the whole of the other: a sound file, and no damage.
        return if (spliced.contentEquals(other)) splice(bytes) else spliced
    }

    private fun move(bytes: ByteArray) {
        val length = 1 + random.nextInt(minOf(64, bytes.size - 1))
        val (from, to) = listOf(random.nextInt(bytes.size - length), random.nextInt(bytes.size - length))
        bytes.copyInto(bytes, to, from, from + length)
    }

    private fun editHeader(bytes: ByteArray) {
        val edges = listOf(0, 1, -1, 2, Int.MAX_VALUE, Int.MIN_VALUE)
        val value = if (random.nextInt(4) > 0) edges.random(random) else random.nextInt()
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4 * random.nextInt(HEADER_BYTES / 4), value)
    }

    private fun seal(bytes: ByteArray) {
        val numbersAt = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).let { header ->
            val (count, slots, records) = listOf(48, 52, 56).map { header.getInt(it).toLong() and 0xffff_ffffL }
            val blocks = (12 * slots + 4 * count + records + BLOCK_BYTES - 1) / BLOCK_BYTES
            (HEADER_BYTES + 8 * ((blocks + 1) / 2)).coerceAtMost(bytes.size.toLong()).toInt()
        }
        val sum = CRC32().apply {
            update(bytes, 0, 60)
            update(bytes, HEADER_BYTES, numbersAt - HEADER_BYTES)
        }
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(60, sum.value.toInt())
    }

    private inner class Sound(val bytes: ByteArray, known: List<Long>) {
        // Neighbours of a number are what a damaged table would mistake for it.
        private val asked = (known + known.map { it + 1 } + 1L).distinct()
        private val owners = (Snapshot.openBytes(ByteBuffer.wrap(bytes)) as Snapshot).let { snapshot ->
            asked.associateWith(snapshot::owners)
        }
        private val answers = (Snapshot.openBytes(ByteBuffer.wrap(bytes)) as Snapshot).let { snapshot ->
            asked.associateWith(snapshot::lookUp)
        }

        init {
            known.forEach { assertTrue(answers[it] is Lookup.Found, "$it is in the undamaged file") }
        }

        fun ask(opened: Opened): List<Pair<Long, Lookup>> {
            if (opened !is Snapshot) return emptyList()
            return List(minOf(asked.size, 6)) { asked.random(random) }.map { it to opened.lookUp(it) }
        }

        /** What a choice would be shown by is what was written, or nothing. */
        fun judgeOwners(opened: Opened) {
            if (opened !is Snapshot) return
            val number = asked.random(random)
            val found = opened.owners(number)
            assertTrue(found == null || found == owners[number]) { "$number: $found" }
        }

        fun judge(number: Long, answer: Lookup, mutated: ByteArray) {
            val isNone = answer is Lookup.Unknowable || answer is Lookup.NoMatch
            assertTrue(isNone || answer == answers[number]) {
                "$number in ${mutated.joinToString("") { "%02x".format(it) }}"
            }
        }
    }

    private fun numbersOf(file: String): List<Long> {
        val named = casesOf("directory").filter { it.textOrNull("label") != null }
        val shared = casesOf("owners").filter { !it.get("owners").isJsonNull }
        return (named + shared).filter { it.text("file") == file }.mapNotNull { digitsOf(it.text("number")) }.distinct()
    }

    private companion object {
        const val SEED = 20_261_123L
        const val MUTATIONS = 500_000
    }
}
