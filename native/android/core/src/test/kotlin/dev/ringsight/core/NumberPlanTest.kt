package dev.ringsight.core

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledIfSystemProperty
import java.io.File

class NumberPlanTest {
    private val plan = NumberPlan.bundled

    @Test
    fun `AND-65 a country in lower case, an empty and an unknown one are none`() {
        assertTrue(plan.isCountry("IE"))
        listOf("ie", "", "XX", "IRL").forEach { assertFalse(plan.isCountry(it)) }
        listOf("ie", "", "XX").forEach { assertNull(plan.read("0871234567", it)) }
        assertEquals("+353871234567", plan.read("+353871234567", "XX"))
    }

    @Test
    fun `AND-65 AND-66 national forms are read under the SIMs, then the network, and else as the snapshot says`() {
        val one = Snapshot.open(VECTORS.resolve("one.idx"))
        assertEquals(listOf("IE", "GB"), regionsOf(listOf("ie", ""), "gb", one, plan))
        assertEquals(listOf("IE"), regionsOf(listOf("ie", "ie"), "ie", one, plan))
        assertEquals(listOf("IE", "GB"), regionsOf(listOf("", ""), "", one, plan))
        assertEquals(emptyList<String>(), regionsOf(emptyList(), "", Damaged(Damage.MISSING), plan))
    }

    @Test
    fun `AND-65 the phone's own language does not change a country`() {
        val before = java.util.Locale.getDefault()
        java.util.Locale.setDefault(java.util.Locale.forLanguageTag("tr"))
        try {
            assertEquals(listOf("IE"), regionsOf(listOf("ie"), "", Damaged(Damage.MISSING), plan))
        } finally {
            java.util.Locale.setDefault(before)
        }
    }

    @Test
    fun `AND-13 what is dialled after a pause is no part of the number`() {
        assertEquals("0871234567", withoutPostDial("0871234567,,123;4"))
        assertEquals("0871234567", withoutPostDial("0871234567;4"))
        assertEquals("0871234567", withoutPostDial("0871234567"))
    }

    @Test
    fun `plans of another version, or cut off, are refused`() {
        assertThrows(IllegalArgumentException::class.java) { NumberPlan.parse("") }
        assertThrows(IllegalArgumentException::class.java) { NumberPlan.parse("ringsight-plan\t2\tx\n") }
        assertThrows(IllegalArgumentException::class.java) { NumberPlan.parse("ringsight-plan\t3\tx\n- a\n0 1") }
        val whole = checkNotNull(NumberPlan::class.java.getResource("/dev/ringsight/core/numbers.txt")).readText()
        val cutOff = whole.lines().take(100).joinToString("\n")
        assertThrows(IllegalArgumentException::class.java) { NumberPlan.parse(cutOff) }
    }

    /** `npx tsx test/native/dialled.run.ts 300000 1 >file`, then `mvn test -Dringsight.dialled=file`. */
    @Test
    @EnabledIfSystemProperty(named = "ringsight.dialled", matches = ".+")
    fun `R-24 random dial strings are read as TypeScript reads them`() {
        val lines = File(System.getProperty("ringsight.dialled")).readLines()
        val differences = lines.filter { line ->
            val (text, country, e164) = line.split('\t')
            plan.read(text, country.ifEmpty { null }) != e164.ifEmpty { null }
        }
        println("dial strings: ${lines.size} compared, ${differences.size} differ")
        assertEquals(emptyList<String>(), differences.take(20))
    }
}
