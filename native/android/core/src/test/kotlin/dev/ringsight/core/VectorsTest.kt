package dev.ringsight.core

import com.google.gson.JsonObject
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.io.TempDir
import java.io.File

/** R-02 to R-06, R-16, R-24: the shared cases, in Kotlin. */
class VectorsTest {
    @TempDir
    lateinit var temporary: File

    private val plan = NumberPlan.bundled

    @TestFactory
    fun `R-02 numbers as networks deliver them`(): List<DynamicTest> =
        casesOf("numbers").filter { "Dialled" in it.texts("flags") }.run("numbers") {
            assertEquals(it.textOrNull("e164"), plan.read(it.text("text"), it.textOrNull("region")))
        }

    @TestFactory
    fun `R-03 whose number it is`(): List<DynamicTest> = casesOf("directory").run("directory") {
        val opened = Snapshot.open(VECTORS.resolve(it.text("file")))
        val digits = digitsOf(it.text("number"))
        val found = if (opened is Snapshot && digits != null) opened.lookUp(digits) else null
        val label = it.textOrNull("label")
        assertEquals(
            label?.let { text -> Lookup.Found(text, it.textOrNull("deal"), it.texts("ids")) },
            found as? Lookup.Found,
        )
    }

    @TestFactory
    fun `R-31 who of several it may have been`(): List<DynamicTest> = casesOf("owners").run("owners") {
        val opened = Snapshot.open(VECTORS.resolve(it.text("file"))) as Snapshot
        val owners = it.get("owners").takeUnless { list -> list.isJsonNull }?.asJsonArray?.map { each ->
            each.asJsonObject.run { Owner(text("id"), text("name"), text("label"), textOrNull("deal")) }
        }
        assertEquals(owners, opened.owners(checkNotNull(digitsOf(it.text("number")))))
    }

    @TestFactory
    fun `R-28 which numbers are one line`(): List<DynamicTest> = casesOf("lines").run("lines") {
        assertEquals(it.text("line"), lineOf(it.text("e164")))
    }

    @TestFactory
    fun `R-04 R-05 R-06 who is calling`(): List<DynamicTest> = casesOf("callers").run("callers") {
        val reasons = mutableListOf<Damage>()
        val directory = Snapshot.open(VECTORS.resolve(it.text("file"))) { reason -> reasons += reason }
        val line = Line(Presentation.valueOf(it.text("presentation")), it.textOrNull("text"))
        val caller = resolveCaller(line, Sources(directory, plan, it.texts("regions")), it.flag("saved"))
        assertEquals(Answer(it), Answer(caller))
        if ("Damaged" in it.texts("flags")) assertEquals(1, reasons.size, "events about the damage")
    }

    @TestFactory
    fun `AND-01 AND-20 AND-30 what became of calls`(): List<DynamicTest> = casesOf("calls").run("calls") {
        val awaited = Awaited(postCall = it.text("way").startsWith("role"), callLog = false)
        val start = Advance(CallSession(), emptyList())
        val end = it.list("events").fold(start) { so, event ->
            // Each step goes through the form that outlives the process.
            val step = advance(decodeSession(encodeSession(so.session)), eventOf(event.asJsonObject), awaited)
            Advance(step.session, so.records + step.records)
        }
        assertEquals(it.list("records").map { record -> recordOf(record.asJsonObject) }, end.records)
    }

    @TestFactory
    fun `R-16 when the phone syncs next`(): List<DynamicTest> = casesOf("schedule").run("schedule") {
        val history = SyncHistory(
            isSignedIn = it.flag("isSignedIn"),
            lastSuccessAt = it.longOrNull("lastSuccessAt"),
            lastAttemptAt = it.longOrNull("lastAttemptAt"),
            failures = it.get("failures").asInt,
            failure = it.textOrNull("failure")?.let { word ->
                SyncFailure.entries.single { each -> each.word == word }
            },
            retryAfterMs = it.longOrNull("retryAfterMs"),
        )
        assertEquals(it.longOrNull("next"), nextSyncAt(history, it.long("now")))
    }

    @TestFactory
    fun `R-16 what comes of a snapshot by a delta`(): List<DynamicTest> = casesOf("deltas").run("deltas") {
        val folder = VECTORS.resolve("deltas")
        val published = File(temporary, "callerid.idx")
        folder.resolve(it.text("before")).copyTo(published, overwrite = true)
        val before = published.readBytes()
        val refusal = Directory(temporary) {}.publishDelta(folder.resolve(it.text("delta")), null)
        assertEquals(it.textOrNull("refused"), refusal?.word)
        val after = it.textOrNull("after")?.let { name -> folder.resolve(name).readBytes() } ?: before
        assertArrayEquals(after, published.readBytes())
        assertEquals(listOf("callerid.idx"), temporary.list()?.toList())
    }

    private fun List<JsonObject>.run(name: String, check: (JsonObject) -> Unit): List<DynamicTest> = map { each ->
        dynamicTest(each.title()) {
            counts.merge(name, 1, Int::plus)
            check(each)
        }
    }

    /** A caller in the words of the cases. */
    private data class Answer(
        val kind: String,
        val because: String?,
        val e164: String?,
        val label: String?,
        val deal: String?,
        val ids: List<String>,
    ) {
        constructor(each: JsonObject) : this(
            each.text("kind"),
            each.textOrNull("because"),
            each.textOrNull("e164"),
            each.textOrNull("label"),
            each.textOrNull("deal"),
            each.texts("ids"),
        )

        companion object {
            operator fun invoke(caller: Caller): Answer = when (caller) {
                is Caller.Known -> named("known", caller)
                is Caller.Shared -> named("shared", caller)
                is Caller.Saved -> Answer("saved", null, caller.e164, null, null, caller.ids)
                is Caller.NoNumber -> nobody("no-number", caller.presentation.name, caller)
                is Caller.Special -> nobody("special", caller.service.word, caller)
                is Caller.Unknown -> nobody("unknown", caller.because.word, caller)
            }

            private fun named(kind: String, caller: Caller.Named) =
                caller.entry.let { Answer(kind, null, caller.e164, it.label, it.deal, it.ids) }

            private fun nobody(kind: String, because: String, caller: Caller) =
                Answer(kind, because, caller.e164, null, null, emptyList())
        }
    }

    private fun eventOf(each: JsonObject): CallEvent {
        val at = each.long("at")
        val number = each.textOrNull("number")
        return when (each.text("type")) {
            "screen" -> CallEvent.Screen(at, Direction.valueOf(each.text("direction").uppercase()), number)
            "state" -> CallEvent.State(at, PhoneState.valueOf(each.text("state")), number, each.flag("isNumberThere"))
            "post-call" -> CallEvent.PostCall(at, number, each.text("cause"), Duration.valueOf(each.text("duration")))
            "settle" -> CallEvent.Settle(at)
            "reboot" -> CallEvent.Reboot(at)
            else -> error("expected a kind of event, found ${each.text("type")}")
        }
    }

    private fun recordOf(each: JsonObject) = CallRecord(
        direction = each.textOrNull("direction")?.let { Direction.valueOf(it.uppercase()) },
        number = each.textOrNull("number"),
        result = CallResult.entries.single { it.word == each.text("result") },
        isSure = each.flag("isSure"),
        wasScreened = each.flag("wasScreened"),
        startedAt = each.long("startedAt"),
        answeredAt = each.longOrNull("answeredAt"),
        endedAt = each.longOrNull("endedAt"),
        duration = each.textOrNull("duration")?.let(Duration::valueOf),
    )

    companion object {
        private val counts = sortedMapOf<String, Int>()

        @JvmStatic
        @AfterAll
        fun count() {
            val names = listOf("numbers", "directory", "owners", "lines", "callers", "calls", "schedule", "deltas")
            println("vectors: " + names.joinToString { "$it ${counts[it]}" })
        }
    }
}
