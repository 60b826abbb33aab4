package dev.ringsight.core

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

class EventQueueTest {
    @TempDir
    lateinit var folder: File

    private val file by lazy { File(folder, "events") }

    @Test
    fun `events are read in their order, by another process too, until they are removed`() {
        val queue = EventQueue(file)
        assertEquals(emptyList<String>(), queue.read())
        listOf("a", "b b", "Zoë 🙂").forEach(queue::add)
        assertEquals(listOf("a", "b b", "Zoë 🙂"), EventQueue(file).read())
        EventQueue(file).remove(2)
        assertEquals(listOf("Zoë 🙂"), queue.read())
        queue.remove(5)
        assertEquals(emptyList<String>(), queue.read())
    }

    @Test
    fun `an event that comes between reading and removing stays`() {
        val queue = EventQueue(file)
        queue.add("a")
        val read = queue.read()
        queue.add("b")
        queue.remove(read.size)
        assertEquals(listOf("b"), queue.read())
    }

    @Test
    fun `a write that was torn at any byte harms no other event`() {
        EventQueue(file).run {
            add("first")
            add("second 🙂")
        }
        val whole = file.readBytes()
        val firstEnds = whole.indexOf('\n'.code.toByte()) + 1
        for (length in firstEnds until whole.size) {
            file.writeBytes(whole.copyOf(length))
            val queue = EventQueue(file)
            // Without its line feed alone, the second event is whole.
            val left = if (length == whole.size - 1) listOf("first", "second 🙂") else listOf("first")
            assertEquals(left, queue.read(), "$length bytes")
            queue.add("third")
            assertEquals(left + "third", queue.read(), "$length bytes")
        }
    }

    @Test
    fun `every event that was added outlives a process that is killed in the middle of the next`() {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val classes = System.getProperty("java.class.path")
        val writer = ProcessBuilder(java, "-cp", classes, EventWriter::class.java.name, file.path)
        val process = writer.redirectErrorStream(true).start()
        val told = process.inputStream.bufferedReader().lineSequence().take(200).toList()
        process.destroyForcibly().waitFor()
        assertEquals(List(200) { "added $it" }, told)
        val kept = EventQueue(file).read()
        assertTrue(kept.size >= 200, "${kept.size} kept")
        assertEquals(List(kept.size) { "event $it" }, kept)
    }

    @Test
    fun `a flipped bit costs at most the events on its line`() {
        EventQueue(file).run { repeat(3) { add("event $it") } }
        val whole = file.readBytes()
        for (bit in 0 until whole.size * 8) {
            val bytes = whole.copyOf().also { it[bit / 8] = (it[bit / 8].toInt() xor (1 shl bit % 8)).toByte() }
            file.writeBytes(bytes)
            val read = EventQueue(file).read()
            assertTrue(
                read.all {
                    it in setOf("event 0", "event 1", "event 2")
                } && read.isNotEmpty(),
                "bit $bit: $read",
            )
        }
    }

    @Test
    fun `a line end in an event does not make two of it`() {
        EventQueue(file).add("a\nb\r\nc")
        assertEquals(listOf("a b  c"), EventQueue(file).read())
    }

    @Test
    fun `an app that never takes its events fills no phone, and the newest stay`() {
        val queue = EventQueue(file, limitBytes = 1_000)
        repeat(500) { queue.add("event $it") }
        assertTrue(file.length() <= 1_000)
        val read = queue.read()
        assertEquals("event 499", read.last())
        assertEquals(read, (500 - read.size until 500).map { "event $it" })
    }

    @Test
    fun `an event that was not read is not removed for one that went at the limit meanwhile`() {
        val queue = EventQueue(file, limitBytes = 1_000)
        repeat(10) { queue.add("event $it") }
        val read = queue.read()
        repeat(50) { queue.add("later $it") }
        val unread = EventQueue(file).read()
        assertTrue("later 49" in unread && "event 0" !in unread)
        // One after the other, as the README has it, and all at once.
        repeat(4) { queue.remove(1) }
        queue.remove(read.size - 4)
        assertEquals(unread.filter { it.startsWith("later") }, queue.read())
    }

    @Test
    fun `events that nobody has read go at the limit alone, and it is told how many`() {
        val queue = EventQueue(file, limitBytes = 1_000) { "lost $it" }
        repeat(40) { queue.add("event $it") }
        queue.read()
        repeat(20) { queue.add("later $it") }
        val texts = queue.read()
        assertEquals(listOf("later 19"), texts.takeLast(1))
        assertTrue(texts.none { it.startsWith("lost") }, "they had been read: $texts")
        repeat(200) { queue.add("unread $it") }
        val lost = queue.read().filter { it.startsWith("lost") }.map { it.removePrefix("lost ").toInt() }
        assertTrue(lost.isNotEmpty() && lost.all { it > 0 }, "$lost")
    }

    @Test
    fun `what is cleared away is gone for whoever had read it, and no later event goes with it`() {
        val queue = EventQueue(file)
        queue.add("a")
        queue.add("b")
        val read = queue.read()
        queue.clear()
        queue.add("c")
        queue.remove(read.size)
        assertEquals(listOf("c"), queue.read())
    }
}

/** Adds events until it is killed, and says of each that it has been added. */
object EventWriter {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val queue = EventQueue(File(arguments[0]), limitBytes = Long.MAX_VALUE)
        for (index in generateSequence(0) { it + 1 }) {
            queue.add("event $index")
            println("added $index")
        }
    }
}
