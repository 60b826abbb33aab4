package dev.ringsight.core

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.File

/** whom the phone's user has chosen of several. */
class ChoicesTest {
    @TempDir
    lateinit var folder: File

    private val file get() = File(folder, "choices")
    private val desk = "+35315550100"
    private val zoe = Choice(desk, "x", 1_795_392_000_000)

    private fun afterRestart() = Choices(file)

    @Test
    fun `a choice is kept, replaced and taken back, across restarts`() {
        assertNull(Choices(file).of(desk))
        Choices(file).keep(desk, "x", zoe.at)
        assertEquals(zoe, afterRestart().of(desk))
        afterRestart().keep(desk, "10", 7)
        assertEquals(zoe.copy(contactId = "10", at = 7), afterRestart().of(desk))
        assertEquals(1, afterRestart().count)
        afterRestart().takeBack(desk)
        assertNull(afterRestart().of(desk))
        assertEquals(0, afterRestart().count)
    }

    @Test
    fun `any record id is kept as it is`() {
        val ids = listOf("0", "007", "a b\n,c", "ü".repeat(70), "%41+ ", "", "張\t偉", "🙂")
        val choices = Choices(file)
        ids.forEachIndexed { at, id -> choices.keep("+3531555010$at", id, -at.toLong()) }
        ids.forEachIndexed { at, id ->
            assertEquals(Choice("+3531555010$at", id, -at.toLong()), afterRestart().of("+3531555010$at"))
        }
    }

    @Test
    fun `both spellings of a line are one`() {
        Choices(file).keep("+5215512345678", "31", 1)
        assertEquals("31", afterRestart().of("+525512345678")?.contactId)
        assertEquals("31", afterRestart().of("+5215512345678")?.contactId)
    }

    @Test
    fun `any byte that was changed, cut or added is no choice at all`() {
        Choices(file).keep(desk, "x", zoe.at)
        Choices(file).keep("+525512345678", "a b", 2)
        val whole = file.readBytes()
        val damaged = whole.indices.map { at -> whole.copyOf().also { it[at] = (it[at].toInt() xor 4).toByte() } } +
            whole.indices.map(whole::copyOf) + listOf(whole + 10, whole + whole, "x".repeat(9_000_000).toByteArray())
        for (bytes in damaged) {
            file.writeBytes(bytes)
            assertEquals(0, afterRestart().count)
            assertNull(afterRestart().of(desk))
        }
        // And the next is kept in its place.
        afterRestart().keep(desk, "x", zoe.at)
        assertEquals(zoe, afterRestart().of(desk))
    }

    @Test
    fun `a choice that cannot be written does not count`() {
        val choices = Choices(File(folder, "no such folder/choices"))
        assertThrows<Exception> { choices.keep(desk, "x", zoe.at) }
        assertNull(choices.of(desk))
    }

    @Test
    fun `nothing is left of them`() {
        val choices = Choices(file)
        choices.keep(desk, "x", zoe.at)
        File(file.path + ".new").writeText("half")
        choices.clear()
        assertEquals(emptyList<File>(), folder.listFiles()?.toList())
        assertNull(choices.of(desk))
    }

    private fun resolve(file: String, choice: Choice?, isSaved: Boolean = false, text: String = desk): Caller {
        val sources = Sources(Snapshot.open(VECTORS.resolve(file)), NumberPlan.bundled, listOf("IE")) { choice }
        return resolveCaller(Line(Presentation.ALLOWED, text), sources, isSaved)
    }

    @Test
    fun `whom the user has chosen is named first, with that reason`() {
        val found = Lookup.Found("Zoë Ångström +1 other · Acme Ltd", "Żółty", listOf("x", "10"))
        assertEquals(Caller.Shared(desk, found, Chosen("Zoë Ångström", zoe.at)), resolve("owners.idx", zoe))
        assertEquals(Caller.Saved(desk, listOf("x", "10")), resolve("owners.idx", zoe, isSaved = true))
        val tom = Lookup.Found("Tom Nolan +2 others", null, listOf("9", "deal", "10"))
        assertEquals(Caller.Shared(desk, tom, Chosen("Tom Nolan", 5)), resolve("shared.idx", Choice(desk, "9", 5)))
    }

    @Test
    fun `a choice of somebody who does not have the number, or who is alone with it, counts for nothing`() {
        assertEquals(resolve("owners.idx", null), resolve("owners.idx", zoe.copy(contactId = "12")))
        val anna = "+353871234567"
        assertEquals(resolve("one.idx", null, text = anna), resolve("one.idx", Choice(anna, "101", 1), text = anna))
        assertEquals(resolve("shared-2.idx", null), resolve("shared-2.idx", Choice(desk, "9", 5)))
    }

    @Test
    fun `where what says how the chosen one is shown is damaged, nobody is named`() {
        val nobody = Caller.Unknown(Caller.Because.DAMAGED, desk)
        assertEquals(nobody, resolve("owners-name-beyond.idx", zoe))
        assertEquals(nobody, resolve("owners-end.idx", zoe))
        assertEquals(Caller.Saved(desk, emptyList()), resolve("owners-end.idx", zoe, isSaved = true))
    }

    private fun candidates(file: String, choice: Choice?, e164: String = desk) =
        candidatesFor(e164, Snapshot.open(VECTORS.resolve(file)), choice)

    private fun offer(file: String, choice: Choice?) = candidates(file, choice)?.let(::offerFor)

    @Test
    fun `one tap says that it was the other of two, and takes it back`() {
        val (_, owners, chosen) = checkNotNull(candidates("owners.idx", null))
        assertNull(chosen)
        assertEquals(listOf("10", "x"), owners.map { it.id })
        assertEquals(Offer.ItWas(owners[1]), offer("owners.idx", null))
        assertEquals(Offer.TakeBack(owners[1]), offer("owners.idx", zoe))
        assertEquals(Offer.TakeBack(owners[0]), offer("owners.idx", zoe.copy(contactId = "10")))
        assertEquals(Offer.Ask, offer("shared.idx", null))
    }

    @Test
    fun `nothing is to choose where one contact has the number, or none, or nobody can say`() {
        assertNull(candidates("one.idx", null, "+353871234567"))
        assertNull(candidates("owners.idx", null, "+35315550101"))
        assertNull(candidates("owners.idx", null, "not a number"))
        assertNull(candidates("owners-end.idx", null))
        assertNull(candidates("shared-2.idx", null))
        assertNull(candidates("no-such-file.idx", null))
    }
}
