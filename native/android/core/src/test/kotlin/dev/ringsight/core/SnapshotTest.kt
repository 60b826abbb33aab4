package dev.ringsight.core

import com.sun.management.ThreadMXBean
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.lang.management.ManagementFactory

class SnapshotTest {
    @TempDir
    lateinit var folder: File

    private val anna = 353871234567L

    @Test
    fun `the header says what it is`() {
        val snapshot = open("one.idx") as Snapshot
        assertEquals("822b33ad87c148a0", snapshot.workspaceHash)
        assertEquals(7, snapshot.generation)
        assertEquals(1_795_392_000_000, snapshot.createdAt)
        assertEquals(listOf("IE", "GB"), snapshot.regions)
        assertEquals(1, snapshot.count)
    }

    @Test
    fun `a file that is not there, is a folder, or is another workspace's names nobody and says why once`() {
        assertEquals(listOf(Damage.MISSING), reasonsOf(File(folder, "none.idx")))
        assertEquals(listOf(Damage.UNREADABLE), reasonsOf(folder))
        assertEquals(listOf(Damage.OTHER_WORKSPACE), reasonsOf(VECTORS.resolve("one.idx"), "0000000000000000"))
        assertEquals(emptyList<Damage>(), reasonsOf(VECTORS.resolve("one.idx"), "822b33ad87c148a0"))
        assertEquals(listOf(Damage.UNKNOWN_VERSION), reasonsOf(VECTORS.resolve("damaged-version.idx")))
    }

    @Test
    fun `damage that only a lookup meets is told once, however often it is met`() {
        val reasons = mutableListOf<Damage>()
        val snapshot = Snapshot.open(VECTORS.resolve("damaged-number.idx")) { reasons += it } as Snapshot
        repeat(3) { assertEquals(Lookup.Unknowable, snapshot.lookUp(anna)) }
        assertEquals(listOf(Damage.WRONG_CHECKSUM), reasons)
        assertEquals(Damage.WRONG_CHECKSUM, snapshot.damage)
    }

    @Test
    fun `a file that is replaced while it is open answers as before`() {
        val file = File(folder, "a.idx")
        VECTORS.resolve("one.idx").copyTo(file)
        val snapshot = Snapshot.open(file) as Snapshot
        replaceFile(file) { it.write(ByteArray(5000)) }
        assertEquals("Anna Byrne · Acme Ltd", (snapshot.lookUp(anna) as Lookup.Found).label)
        assertEquals(Damaged(Damage.NOT_A_SNAPSHOT), Snapshot.open(file))
    }

    @Test
    fun `a lookup allocates nothing`() {
        val snapshot = open("many.idx") as Snapshot
        val numbers = LongArray(1_200) { 353_871_000_000 + it * 37L / 2 }
        val threads = ManagementFactory.getThreadMXBean() as ThreadMXBean
        val own = Thread.currentThread().id
        fun searchAll(): Int = numbers.count { snapshot.find(it) >= 0 }
        repeat(50) { searchAll() }
        val before = threads.getThreadAllocatedBytes(own)
        val found = searchAll()
        val allocated = threads.getThreadAllocatedBytes(own) - before
        println("snapshots: ${numbers.size} lookups allocated $allocated bytes")
        assertTrue(found in 500..700, "$found found")
        // The counter itself takes a few hundred bytes; one object a lookup would be 19,200 at the least.
        assertTrue(allocated < 2_000, "$allocated bytes")
    }

    private fun open(name: String) = Snapshot.open(VECTORS.resolve(name))

    private fun reasonsOf(file: File, workspaceHash: String? = null): List<Damage> {
        val reasons = mutableListOf<Damage>()
        val opened = Snapshot.open(file, workspaceHash) { reasons += it }
        assertEquals(reasons.isEmpty(), opened is Snapshot)
        return reasons
    }
}
