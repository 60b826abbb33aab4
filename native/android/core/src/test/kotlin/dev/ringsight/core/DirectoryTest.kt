package dev.ringsight.core

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.zip.CRC32
import kotlin.concurrent.thread

class DirectoryTest {
    @TempDir
    lateinit var folder: File

    private val reasons = mutableListOf<Damage>()
    private val directory by lazy { Directory(folder) { reasons += it } }
    private val acme = "822b33ad87c148a0"

    @Test
    fun `without a snapshot nobody is named, and it is said once`() {
        repeat(3) { assertTrue(directory.open(acme) is Damaged) }
        assertEquals(listOf(Damage.MISSING), reasons)
    }

    @Test
    fun `a published snapshot is opened once, and anew when another takes its place`() {
        assertNull(directory.publish(VECTORS.resolve("one.idx"), acme))
        val first = directory.open(acme)
        assertSame(first, directory.open(acme))
        assertNull(directory.publish(VECTORS.resolve("shared.idx"), acme))
        assertEquals(2, (directory.open(acme) as Snapshot).count)
        assertEquals(emptyList<Damage>(), reasons)
    }

    @Test
    fun `what cannot be read now may be read the next time, and is told of once`() {
        directory.publish(VECTORS.resolve("one.idx"), acme)
        repeat(2) {
            // A channel is closed by the interruption of its thread: as good as too many files that are open.
            Thread.currentThread().interrupt()
            assertTrue(directory.open(acme) is Damaged)
            assertTrue(Thread.interrupted())
        }
        assertEquals(listOf(Damage.UNREADABLE), reasons)
        assertTrue(directory.open(acme) is Snapshot)
    }

    @Test
    fun `another process has published, and this one sees it`() {
        directory.publish(VECTORS.resolve("one.idx"), acme)
        directory.open(acme)
        Directory(folder) {}.publish(VECTORS.resolve("shared.idx"), acme)
        assertEquals(2, (directory.open(acme) as Snapshot).count)
    }

    @Test
    fun `a damaged, a foreign and an older snapshot leave the one in use, and it is said why`() {
        directory.publish(VECTORS.resolve("one.idx"), acme)
        assertEquals(Directory.PublishRefusal.DAMAGED, directory.publish(VECTORS.resolve("cut-80.idx"), acme))
        assertEquals(Directory.PublishRefusal.DAMAGED, directory.publish(VECTORS.resolve("shared.idx"), "00".repeat(8)))
        assertEquals(Directory.PublishRefusal.DAMAGED, directory.publish(File(folder, "none"), acme))
        val farAway = VECTORS.resolve("damaged-last-block.idx")
        assertEquals(Directory.PublishRefusal.DAMAGED, directory.publish(farAway, acme))
        val expected = listOf(Damage.WRONG_SIZE, Damage.OTHER_WORKSPACE, Damage.MISSING, Damage.WRONG_CHECKSUM)
        assertEquals(expected, reasons)
        assertEquals(Directory.PublishRefusal.OLDER, directory.publish(generation(6), acme))
        assertNull(directory.publish(generation(-1), acme))
        assertEquals(1, (directory.open(acme) as Snapshot).count)
    }

    @Test
    fun `after a sign-out nobody is named`() {
        directory.publish(VECTORS.resolve("one.idx"), acme)
        directory.clear()
        assertEquals(Damaged(Damage.MISSING), directory.open(acme))
    }

    @Test
    fun `after a change of workspace the old one's people are not named`() {
        directory.publish(VECTORS.resolve("one.idx"), acme)
        directory.open(acme)
        assertEquals(Damaged(Damage.OTHER_WORKSPACE), directory.open("00".repeat(8)))
        assertTrue(directory.open(acme) is Snapshot)
    }

    @Test
    fun `AND-06 a call looks a number up while a snapshot is being taken over, and waits for nobody`() {
        val isPublishing = CountDownLatch(1)
        val isLookedUp = CountDownLatch(1)
        val slow = Directory(folder) {
            isPublishing.countDown()
            isLookedUp.await(10, TimeUnit.SECONDS)
        }
        slow.publish(VECTORS.resolve("one.idx"), acme)
        // It stops where it tells of damage: in the middle of taking over.
        val publisher = thread { slow.publish(VECTORS.resolve("cut-80.idx"), acme) }
        isPublishing.await()
        val found = CompletableFuture.supplyAsync { slow.open(acme) }
        assertTrue(found.get(5, TimeUnit.SECONDS) is Snapshot)
        isLookedUp.countDown()
        publisher.join()
    }

    /** one.idx with another generation; as 32 bits without sign, so that -1 is the highest. */
    private fun generation(number: Int): File {
        val bytes = VECTORS.resolve("one.idx").readBytes()
        val buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(12, number)
        val sum = CRC32().apply {
            update(bytes, 0, 60)
            update(bytes, 64, 8)
        }
        buffer.putInt(60, sum.value.toInt())
        return File(folder, "generation-$number").also { it.writeBytes(bytes) }
    }
}
