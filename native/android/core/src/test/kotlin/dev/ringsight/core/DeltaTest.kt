package dev.ringsight.core

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledIfSystemProperty
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.io.FileOutputStream
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.zip.CRC32
import kotlin.random.Random

class DeltaTest {
    @TempDir
    lateinit var folder: File

    private val acme = "822b33ad87c148a0"
    private val published by lazy { File(folder, "callerid.idx") }
    private val directory by lazy { Directory(folder) {} }
    private val vectors = VECTORS.resolve("deltas")

    private fun labelOf(number: Long): String? =
        ((directory.open(acme) as? Snapshot)?.lookUp(number) as? Lookup.Found)?.label

    @Test
    fun `R-16 after a delta the next look-up reads the next snapshot`() {
        assertNull(directory.publish(VECTORS.resolve("one.idx"), acme))
        assertEquals("Anna Byrne · Acme Ltd", labelOf(353_871_234_567))
        assertNull(directory.publishDelta(vectors.resolve("one.delta"), acme))
        assertEquals("Anna Byrne · Beta", labelOf(353_871_234_567))
        assertEquals(DeltaRefusal.OTHER_SNAPSHOT, directory.publishDelta(vectors.resolve("one.delta"), acme))
        assertEquals("Anna Byrne · Beta", labelOf(353_871_234_567))
    }

    @Test
    fun `without a snapshot, of another workspace and without a file nothing comes of a delta`() {
        val delta = vectors.resolve("one.delta")
        assertEquals(DeltaRefusal.NO_SNAPSHOT, directory.publishDelta(delta, acme))
        assertNull(directory.publish(VECTORS.resolve("one.idx"), acme))
        assertEquals(DeltaRefusal.OTHER_WORKSPACE, directory.publishDelta(delta, "00".repeat(8)))
        assertEquals(DeltaRefusal.WRONG_SIZE, directory.publishDelta(File(folder, "none"), acme))
        assertEquals("Anna Byrne · Acme Ltd", labelOf(353_871_234_567))
        assertEquals(listOf("callerid.idx"), folder.list()?.toList())
    }

    @Test
    fun `a storage that is full keeps the snapshot before, and nothing else`() {
        assertNull(directory.publish(VECTORS.resolve("one.idx"), acme))
        // What is written first cannot be made: a folder has its name.
        val inTheWay = File(folder, "callerid.idx.new").apply { mkdir() }
        assertTrue(runCatching { directory.publishDelta(vectors.resolve("one.delta"), acme) }.isFailure)
        assertEquals("Anna Byrne · Acme Ltd", labelOf(353_871_234_567))
        inTheWay.delete()
    }

    @Test
    fun `R-16 no mutation of a delta crashes, or leads to anything but the next snapshot`() {
        val random = Random(SEED)
        val refusals = sortedMapOf<String, Int>()
        val cases = casesOf("deltas").filter { it.textOrNull("after") != null && "Blocks" !in it.texts("flags") }
        val sound = cases.map { each ->
            listOf("before", "delta", "after").map { vectors.resolve(each.text(it)).readBytes() }
        }
        val written = File(folder, "written")
        FileOutputStream(written).use { stream ->
            repeat(MUTATIONS) {
                val (before, delta, after) = sound.random(random)
                val mutated = generateSequence { mutate(delta, sound.random(random)[1], random) }
                    .first { bytes -> sound.none { (_, whole) -> whole.contentEquals(bytes) } }
                stream.channel.truncate(0).position(0)
                val refusal = refusalOf(before, mutated, stream)
                refusals.merge(refusal?.word ?: "applied", 1, Int::plus)
                if (refusal == null) assertArrayEquals(after, written.readBytes())
            }
        }
        println("deltas: $MUTATIONS mutations, seed $SEED: $refusals")
        for (word in listOf("wrong-size", "wrong-checksum", "wrong-content", "wrong-result", "other-snapshot")) {
            assertNotNull(refusals[word], word)
        }
    }

    private fun refusalOf(before: ByteArray, delta: ByteArray, stream: FileOutputStream): DeltaRefusal? = try {
        writeApplied(
            Snapshot.openBytes(ByteBuffer.wrap(before)) as Snapshot,
            Delta.read(ByteBuffer.wrap(delta)),
            stream,
        )
        null
    } catch (refused: DeltaRefused) {
        refused.reason
    }

    private fun mutate(delta: ByteArray, other: ByteArray, random: Random): ByteArray {
        val bytes = delta.copyOf()
        when (random.nextInt(6)) {
            0 -> bytes.flip(random)

            1 -> return bytes.copyOf(random.nextInt(bytes.size))

            2 -> return bytes.copyOf(random.nextInt(bytes.size)) +
                other.copyOfRange(random.nextInt(other.size), other.size)

            else -> {
                repeat(1 + random.nextInt(4)) {
                    when (random.nextInt(3)) {
                        0 -> bytes.flip(random)
                        1 -> bytes[random.nextInt(bytes.size)] = listOf<Byte>(0, 1, -1, 127).random(random)
                        else -> bytes.view().putInt(random.nextInt(bytes.size - 3), EDGES.random(random))
                    }
                }
                bytes.seal()
            }
        }
        return bytes
    }

    private fun ByteArray.flip(random: Random) {
        val bit = random.nextInt(size * 8)
        this[bit / 8] = (this[bit / 8].toInt() xor (1 shl bit % 8)).toByte()
    }

    private fun ByteArray.view() = ByteBuffer.wrap(this).order(ByteOrder.LITTLE_ENDIAN)

    private fun ByteArray.seal() {
        val sum = CRC32().apply {
            update(this@seal, 0, 44)
            update(this@seal, 48, size - 48)
        }
        view().putInt(44, sum.value.toInt())
    }

    @Test
    @EnabledIfSystemProperty(named = "ringsight.million", matches = ".+")
    fun `a hundredth of a million numbers is another one, and how fast it is applied is printed`() {
        val million = File(System.getProperty("ringsight.million"))
        val delta = File("${million.path}.delta")
        val took = List(5) {
            million.copyTo(published, overwrite = true)
            val from = System.nanoTime()
            assertNull(directory.publishDelta(delta, null))
            (System.nanoTime() - from) / 1e6
        }.sorted()[2]
        assertArrayEquals(File("${million.path}.after").readBytes(), published.readBytes())
        val (size, whole) = delta.length() to published.length()
        println("Kotlin: a delta of $size bytes for a snapshot of $whole applied in %.0f ms, file to file".format(took))
    }

    private companion object {
        const val SEED = 20_261_129L
        const val MUTATIONS = 20_000
        val EDGES = listOf(0, 1, -1, 112, Int.MAX_VALUE, Int.MIN_VALUE, 1 shl 16)
    }
}
