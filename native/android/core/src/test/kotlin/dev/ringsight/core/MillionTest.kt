package dev.ringsight.core

import com.sun.management.ThreadMXBean
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledIfSystemProperty
import java.io.File
import java.lang.management.ManagementFactory

/** `npx tsx test/native/million.run.ts FILE` makes the file and measures TypeScript; then `-Dringsight.million=FILE`. */
@EnabledIfSystemProperty(named = "ringsight.million", matches = ".+")
class MillionTest {
    private val file by lazy { File(System.getProperty("ringsight.million")) }

    private fun numberAt(prefix: Long, index: Int) = prefix * 100_000_000 + index * 48_271L % 99_999_989

    private fun medianNs(each: Int, act: () -> Unit): Long =
        List(7) {
            val from = System.nanoTime()
            act()
            (System.nanoTime() - from) / each
        }.sorted()[3]

    @Test
    fun `R-03 a million numbers are found without garbage, and how fast is printed`() {
        // Loads the classes, which costs a JVM more than all the rest. What it costs a phone is not measured here.
        val loading = System.nanoTime()
        val small = Snapshot.open(VECTORS.resolve("one.idx")) as Snapshot
        check(small.lookUp(353_871_234_567) is Lookup.Found)
        val loadMs = (System.nanoTime() - loading) / 1e6
        val first = System.nanoTime()
        val snapshot = Snapshot.open(file) as Snapshot
        val firstMs = (System.nanoTime() - first) / 1e6
        val asked = System.nanoTime()
        val label = (snapshot.lookUp(numberAt(49_151, 123_456)) as Lookup.Found).label
        val firstLookupMs = (System.nanoTime() - asked) / 1e6
        assertEquals("Person 123456 · Acme Ltd", label)
        val openMs = medianNs(1) { check(Snapshot.open(file) is Snapshot) } / 1e6
        val present = LongArray(snapshot.count) { numberAt(49_151, it) }
        val absent = LongArray(snapshot.count) { numberAt(49_152, it) }
        var found = 0
        val findNs = medianNs(present.size) { for (number in present) if (snapshot.find(number) >= 0) found++ }
        val absentNs = medianNs(absent.size) { for (number in absent) if (snapshot.find(number) >= 0) found++ }
        val threads = ManagementFactory.getThreadMXBean() as ThreadMXBean
        val own = Thread.currentThread().id
        val before = threads.getThreadAllocatedBytes(own)
        for (number in present) if (snapshot.find(number) >= 0) found++
        val allocated = threads.getThreadAllocatedBytes(own) - before
        assertEquals(8 * present.size, found)
        val entryNs = medianNs(present.size) { for (number in present) check(snapshot.lookUp(number) is Lookup.Found) }
        println(
            "Kotlin: classes %.1f ms, first open %.2f ms, first lookup %.2f ms".format(loadMs, firstMs, firstLookupMs),
        )
        println("        open %.2f ms, find $findNs ns, absent $absentNs ns, label and ids $entryNs ns".format(openMs))
        println("        ${present.size} lookups allocated $allocated bytes")
        assertTrue(allocated < 10_000, "$allocated bytes")
    }
}
