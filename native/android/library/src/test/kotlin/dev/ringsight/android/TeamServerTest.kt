package dev.ringsight.android

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import dev.ringsight.core.SYNC_PERIOD_MS
import dev.ringsight.core.SyncFailure
import dev.ringsight.core.SyncHistory
import org.json.JSONObject
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Assume.assumeTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.io.ByteArrayOutputStream
import java.io.File
import java.net.InetSocketAddress
import java.net.URL
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import java.util.zip.GZIPOutputStream

/** The client of the team's server: against servers that misbehave, and against `ringsight serve` (test/native/team-server.run.ts). */
@RunWith(RobolectricTestRunner::class)
@Config(manifest = Config.NONE, sdk = [34])
class TeamServerTest {
    private val vectors = File(System.getProperty("ringsight.repository"), "fixtures/vectors")
    private val asked = LinkedBlockingQueue<HttpExchange>()
    private val answers = LinkedBlockingQueue<(HttpExchange) -> Unit>()
    private val patience = Executors.newCachedThreadPool()
    private val http = HttpServer.create(InetSocketAddress("127.0.0.1", 0), 0).apply {
        executor = patience
        createContext("/") { exchange ->
            asked.add(exchange)
            exchange.use { answers.remove()(it) }
        }
        start()
    }
    private val url = "http://127.0.0.1:${http.address.port}"
    private val server = TeamServer(url, "rsg_token", answerMs = 300)

    @After
    fun end() {
        http.stop(0)
        patience.shutdownNow()
    }

    private fun HttpExchange.use(answer: (HttpExchange) -> Unit) = try {
        answer(this)
    } finally {
        close()
    }

    private fun HttpExchange.send(status: Int, body: ByteArray, vararg headers: Pair<String, String>) {
        headers.forEach { (name, value) -> responseHeaders.set(name, value) }
        sendResponseHeaders(status, if (body.isEmpty()) -1 else body.size.toLong())
        if (body.isNotEmpty()) responseBody.write(body)
    }

    private fun bytes(name: String) = File(vectors, name).readBytes()

    private fun gzip(bytes: ByteArray) = ByteArrayOutputStream().also { out ->
        GZIPOutputStream(out).use { it.write(bytes) }
    }.toByteArray()

    private val snapshotType = "Content-Type" to "application/vnd.ringsight.snapshot"
    private val deltaType = "Content-Type" to "application/vnd.ringsight.delta"
    private val gzipped = "Content-Encoding" to "gzip"

    private fun answer(status: Int, body: ByteArray, vararg headers: Pair<String, String>) {
        answers.add { it.send(status, body, *headers) }
    }

    private fun answerJson(status: Int, body: String) = answer(status, body.toByteArray())

    /** Half of what was promised, and then nothing. */
    private fun answerHalf(body: ByteArray, vararg headers: Pair<String, String>) = answers.add {
        headers.forEach { (name, value) -> it.responseHeaders.set(name, value) }
        it.sendResponseHeaders(200, body.size.toLong())
        it.responseBody.write(body, 0, body.size / 2)
        it.responseBody.flush()
    }

    private fun Phone.sync() = TeamSync(app, server).syncNow()

    private fun Phone.fetched() = File(app.noBackupFilesDir, "ringsight/fetched")

    private fun signedInAfresh() = Phone().apply {
        ringsight.clearSnapshot()
        asked.clear()
    }

    private fun ask() = checkNotNull(asked.poll())

    private fun HttpExchange.header(name: String): String? = requestHeaders.getFirst(name)

    @Test
    fun `the whole snapshot is fetched with the token, packed, and names callers`() {
        val phone = signedInAfresh()
        answer(200, gzip(bytes("one.idx")), snapshotType, gzipped, "ETag" to "\"a-gzip\"")
        assertNull(phone.sync())
        assertEquals(7, phone.ringsight.snapshot()?.generation)
        val request = ask()
        assertEquals("/v1/directory", request.requestURI.toString())
        assertEquals("Bearer rsg_token", request.header("Authorization"))
        assertFalse("nothing of it is left", phone.fetched().exists())
        assertTrue(checkNotNull(phone.ringsight.syncDueAt()) > System.currentTimeMillis())
    }

    @Test
    fun `who has a snapshot asks for what has changed since, and takes the delta`() {
        val phone = signedInAfresh().apply { publish("deltas/team.idx") }
        val generation = checkNotNull(phone.ringsight.snapshot()).generation
        answer(200, bytes("deltas/renamed.delta"), deltaType)
        assertNull(phone.sync())
        assertEquals("/v1/directory?since=$generation", ask().requestURI.toString())
        val held = File(phone.app.noBackupFilesDir, "ringsight/callerid.idx").readBytes()
        assertTrue(held.contentEquals(bytes("deltas/renamed.idx")))
        answer(204, ByteArray(0))
        assertNull("nothing is new", phone.sync())
    }

    @Test
    fun `a delta that is refused, whatever is wrong with it, is followed by the whole snapshot`() {
        val wrong = File(vectors, "deltas").listFiles { file -> file.name.startsWith("refused-") }.orEmpty()
        for (delta in wrong.sortedBy { it.name }.take(5).map { it.readBytes() } + "a page".toByteArray()) {
            val phone = signedInAfresh().apply { publish("deltas/team.idx") }
            answer(200, delta, deltaType)
            answer(200, bytes("deltas/renamed.idx"), snapshotType)
            assertNull(phone.sync())
            assertEquals(listOf(true, false), List(2) { "since" in ask().requestURI.toString() })
        }
    }

    @Test
    fun `a download that broke is gone on with, if it is still of the same bytes`() {
        val body = gzip(bytes("many.idx"))
        val tag = "ETag" to "\"m-gzip\""
        val phone = signedInAfresh()
        answerHalf(body, snapshotType, gzipped, tag)
        assertEquals(SyncFailure.OFFLINE, phone.sync())
        val half = body.size / 2
        val rest = body.copyOfRange(half, body.size)
        answer(206, rest, snapshotType, gzipped, tag, "Content-Range" to "bytes $half-${body.size - 1}/${body.size}")
        assertNull(phone.sync())
        ask()
        val request = ask()
        assertEquals("bytes=$half-", request.header("Range"))
        assertEquals("\"m-gzip\"", request.header("If-Range"))
        val held = File(phone.app.noBackupFilesDir, "ringsight/callerid.idx").readBytes()
        assertTrue(held.contentEquals(bytes("many.idx")))
    }

    @Test
    fun `a download that broke is begun anew where there is another snapshot, or a shorter one`() {
        for (shorter in listOf(false, true)) {
            val phone = signedInAfresh()
            answerHalf(gzip(bytes("many.idx")), snapshotType, gzipped, "ETag" to "\"m-gzip\"")
            assertEquals(SyncFailure.OFFLINE, phone.sync())
            if (shorter) answer(416, ByteArray(0))
            answer(200, gzip(bytes("one.idx")), snapshotType, gzipped, "ETag" to "\"o-gzip\"")
            assertNull(phone.sync())
            assertEquals(7, phone.ringsight.snapshot()?.generation)
        }
    }

    @Test
    fun `what is damaged on the phone is fetched anew, though it is of the newest generation`() {
        val phone = Phone()
        val held = File(phone.app.noBackupFilesDir, "ringsight/callerid.idx")
        val damaged = File(held.path + ".damaged")
        damaged.writeBytes(bytes("one.idx").also { it[it.size - 1] = (it.last() + 1).toByte() })
        damaged.setLastModified(1_000)
        assertTrue(damaged.renameTo(held))
        answer(200, bytes("one.idx"), snapshotType)
        assertNull(phone.sync())
        assertEquals("/v1/directory", ask().requestURI.toString())
        assertTrue(held.readBytes().contentEquals(bytes("one.idx")))
    }

    @Test
    fun `a weak validator names no bytes, and what is kept is nobody's after the sign-out`() {
        val phone = signedInAfresh()
        answerHalf(gzip(bytes("many.idx")), snapshotType, gzipped, "ETag" to "W/\"m-gzip\"")
        phone.sync()
        assertTrue(phone.fetched().exists())
        answer(200, bytes("one.idx"), snapshotType)
        assertNull(phone.sync())
        ask()
        assertNull(ask().header("Range"))
        answerHalf(gzip(bytes("many.idx")), snapshotType, "ETag" to "\"m\"")
        phone.sync()
        phone.ringsight.signOut()
        assertFalse(phone.fetched().exists())
    }

    @Test
    fun `R-16 what is refused is told by its kind, and the names that are there stay`() {
        val expected = mapOf(
            401 to SyncFailure.UNAUTHORISED,
            403 to SyncFailure.FORBIDDEN,
            429 to SyncFailure.RATE_LIMITED,
            503 to SyncFailure.SERVER,
            302 to SyncFailure.SERVER,
            404 to SyncFailure.SERVER,
        )
        for ((status, failure) in expected) {
            val phone = Phone()
            answer(status, "{}".toByteArray(), "Retry-After" to "900", "Location" to "$url/elsewhere")
            assertEquals("$status", failure, phone.sync())
            assertEquals(7, phone.ringsight.snapshot()?.generation)
            assertEquals(failure, CallerId.of(phone.app).settings.syncHistory.failure)
            assertEquals(900_000L, CallerId.of(phone.app).settings.syncHistory.retryAfterMs)
        }
        assertEquals("the token goes to no other address", expected.size, asked.size)
    }

    @Test
    fun `R-16 neither a hotel's page, nor torn bytes, nor another workspace's snapshot takes the place of the names`() {
        val one = bytes("one.idx")
        val wrong = listOf(
            "<html>Welcome</html>".toByteArray() to arrayOf("Content-Type" to "text/html"),
            "<html>Welcome</html>".toByteArray() to arrayOf(snapshotType),
            gzip(one).copyOf(40) to arrayOf(snapshotType, gzipped),
            one.copyOf(100) to arrayOf(snapshotType),
            bytes("damaged-workspace.idx") to arrayOf(snapshotType),
            bytes("deltas/team-foreign.idx") to arrayOf(snapshotType),
        )
        for ((body, headers) in wrong) {
            val phone = Phone()
            answer(200, body, *headers)
            assertTrue(phone.sync() != null)
            assertEquals(7, phone.ringsight.snapshot()?.generation)
        }
    }

    @Test
    fun `nobody listens`() {
        val phone = Phone()
        http.stop(0)
        assertEquals(SyncFailure.OFFLINE, phone.sync())
        assertNull(server.findCaller(ANNA))
        assertEquals(TeamServer.Sent.Kind.LATER, server.sendOutcome("{}").kind)
    }

    @Test
    fun `R-16 a thousand phones do not come at once, and who is stopped while it waits asks for nothing`() {
        val phone = signedInAfresh()
        val waited = LinkedBlockingQueue<Long>()
        val ended = LinkedBlockingQueue<String>()
        answer(200, bytes("one.idx"), snapshotType)
        TeamSync(phone.app, server, chance = { 0.5 }, wait = waited::add).startSync { ended.add("$it") }
        assertEquals("null", ended.poll(20, TimeUnit.SECONDS))
        assertEquals(TeamSync.STAGGER_MS / 2, waited.poll())
        val isWaiting = CountDownLatch(1)
        val stopped = CountDownLatch(1)
        val sync = TeamSync(phone.app, server, chance = { 0.9 }) {
            isWaiting.countDown()
            try {
                Thread.sleep(60_000)
            } finally {
                stopped.countDown()
            }
        }
        sync.startSync { ended.add("$it") }
        isWaiting.await()
        sync.stopSync()
        assertTrue(stopped.await(20, TimeUnit.SECONDS))
        assertEquals(1, asked.size)
        assertTrue(ended.isEmpty())
    }

    /** A snapshot that is sent when it may be: that it is asked for, and that it may be sent. */
    private fun holdAnswer(): Pair<CountDownLatch, CountDownLatch> {
        val isAsked = CountDownLatch(1)
        val mayAnswer = CountDownLatch(1)
        answers.add {
            isAsked.countDown()
            mayAnswer.await()
            it.send(200, bytes("one.idx"), snapshotType)
        }
        return isAsked to mayAnswer
    }

    @Test
    fun `AND-62 a sync that is stopped in the middle leaves names that can be read`() {
        val phone = signedInAfresh()
        val (isAsked, mayAnswer) = holdAnswer()
        val sync = TeamSync(phone.app, server, wait = {})
        sync.startSync { error("expected nobody to be told of a sync that was stopped") }
        isAsked.await()
        sync.stopSync()
        mayAnswer.countDown()
        // Its turn comes when the one before is over.
        answer(204, ByteArray(0))
        assertNull(phone.sync())
        assertEquals(7, phone.ringsight.snapshot()?.generation)
        val reasons = phone.events("snapshot-damaged").map { it.getString("reason") }
        assertEquals("there was none before", listOf("missing"), reasons)
        assertEquals(emptyList<Any>(), phone.events("failure"))
    }

    @Test
    fun `R-16 of two syncs at once the second waits for the first`() {
        val phone = signedInAfresh()
        val (isAsked, mayAnswer) = holdAnswer()
        val ended = LinkedBlockingQueue<String>()
        patience.execute { ended.add("${phone.sync()}") }
        isAsked.await()
        answer(204, ByteArray(0))
        patience.execute { ended.add("${phone.sync()}") }
        mayAnswer.countDown()
        repeat(2) { assertEquals("null", ended.poll(20, TimeUnit.SECONDS)) }
        assertEquals(listOf(null, "since=7"), listOf(ask(), ask()).map { it.requestURI.query })
    }

    @Test
    fun `R-16 a server that asks to be left alone for ever is left alone for a day`() {
        for (asked in listOf("9223372036854775807", "-5", "Wed, 21 Oct 2026 07:28:00 GMT")) {
            val phone = signedInAfresh()
            answer(503, ByteArray(0), "Retry-After" to asked)
            assertEquals(SyncFailure.SERVER, phone.sync())
            val wait = checkNotNull(phone.ringsight.syncDueAt()) - System.currentTimeMillis()
            assertTrue("$asked: $wait", wait in 1..SYNC_PERIOD_MS)
            assertEquals(asked.startsWith('9'), wait > SYNC_PERIOD_MS / 2)
        }
    }

    @Test
    fun `nobody is signed in, and nothing is asked`() {
        val phone = Phone().apply { ringsight.signOut() }
        assertEquals(SyncFailure.UNAUTHORISED, phone.sync())
        assertEquals(0, asked.size)
        assertEquals(SyncHistory(isSignedIn = false), CallerId.of(phone.app).settings.syncHistory)
    }

    @Test
    fun `R-03 the online answer is who has the number, or nothing, and nothing that comes too late`() {
        answerJson(200, """{"kind":"shared","label":"Anna +1","deal":null,"contacts":["1","2"],"evidence":{}}""")
        assertEquals(TeamServer.Caller("Anna +1", null, listOf("1", "2")), server.findCaller("087 123 4567", "IE"))
        assertEquals("/v1/callers?number=087+123+4567&region=IE", ask().requestURI.toString())
        val nothing = listOf("""{"kind":"unknown","because":"no-such-number"}""", "{}", "<html>", "")
        for (body in nothing) {
            answerJson(200, body)
            assertNull(body, server.findCaller(ANNA))
        }
        answerJson(503, """{"error":"not-ready"}""")
        assertNull(server.findCaller(ANNA))
        answers.add { exchange ->
            Thread.sleep(5_000)
            exchange.send(200, """{"kind":"known","label":"Late","deal":null,"contacts":["1"]}""".toByteArray())
        }
        assertNull(server.findCaller(ANNA))
    }

    @Test
    fun `R-11 an outcome is saved once, or is to be sent again, or lacks something`() {
        val expected = listOf(
            Triple(201, """{"kind":"saved"}""", TeamServer.Sent(TeamServer.Sent.Kind.SAVED)),
            Triple(201, """{"kind":"held"}""", TeamServer.Sent(TeamServer.Sent.Kind.HELD)),
            Triple(200, """{"kind":"already-saved"}""", TeamServer.Sent(TeamServer.Sent.Kind.ALREADY_SAVED)),
            Triple(
                422,
                """{"error":"incomplete","message":"Expected notes."}""",
                TeamServer.Sent(TeamServer.Sent.Kind.INCOMPLETE, "Expected notes."),
            ),
            Triple(401, "{}", TeamServer.Sent(TeamServer.Sent.Kind.REFUSED)),
            Triple(503, "{}", TeamServer.Sent(TeamServer.Sent.Kind.LATER)),
            Triple(200, "<html>", TeamServer.Sent(TeamServer.Sent.Kind.LATER)),
        )
        for ((status, body, sent) in expected) {
            answerJson(status, body)
            assertEquals(sent, server.sendOutcome("""{"notes":"é"}"""))
        }
    }

    @Test
    fun `the token is given to nobody on the way`() {
        for (address in listOf("http://directory.example.com", "ftp://directory.example.com")) {
            assertThrows(IllegalArgumentException::class.java) { TeamServer(address, "rsg_token") }
        }
    }

    @Test
    fun `R-03 R-11 R-16 of ringsight serve a phone fetches all, then changes, asks who calls, and saves an outcome`() {
        val team = System.getenv("RINGSIGHT_TEAM_URL")
        assumeTrue("run by native/android/test.sh", team != null)
        val server = TeamServer(team, System.getenv("RINGSIGHT_TEAM_TOKEN"))
        val phone = signedInAfresh()
        phone.ringsight.signIn(checkNotNull(server.workspaceHash()))
        val folder = File(phone.app.noBackupFilesDir, "ringsight/fetched")
        val whole = server.fetch(since = null, folder)
        assertTrue("$whole", whole is TeamServer.Fetched.Whole)
        val sync = TeamSync(phone.app, server)
        assertNull(sync.syncNow())
        val first = checkNotNull(phone.ringsight.snapshot()).generation
        assertEquals(TeamServer.Fetched.NothingNew, server.fetch(first, folder))
        val before = checkNotNull(server.findCaller(ANNA)).label
        URL(System.getenv("RINGSIGHT_TEAM_NEXT")).readText()
        val delta = server.fetch(first, folder)
        assertTrue("$delta", delta is TeamServer.Fetched.Delta)
        assertNull(sync.syncNow())
        assertTrue(checkNotNull(phone.ringsight.snapshot()).generation != first)
        phone.screen(ANNA)
        val answer = checkNotNull(server.findCaller("087 123 4567", "IE"))
        assertTrue(before != answer.label)
        assertEquals(answer.label, phone.cardText())
        assertNull(server.findCaller("+353861110000"))
        val call = JSONObject()
            .put("callId", "kotlin-${System.currentTimeMillis()}")
            .put("contactId", answer.ids.single())
            .put("e164", ANNA)
            .put("direction", "incoming")
            .put("startedAt", "2026-11-20T09:00:00Z")
            .put("durationMs", 60_000)
        val outcome = JSONObject().put("call", call).put("outcome", "CONNECTED").put("notes", "Renewal").toString()
        assertEquals(TeamServer.Sent.Kind.SAVED, server.sendOutcome(outcome).kind)
        assertEquals(TeamServer.Sent.Kind.ALREADY_SAVED, server.sendOutcome(outcome).kind)
        assertEquals(TeamServer.Sent.Kind.INCOMPLETE, server.sendOutcome("{}").kind)
        val stranger = TeamServer(team, "rsg_000000000000_nobody")
        assertEquals(TeamServer.Sent.Kind.REFUSED, stranger.sendOutcome(outcome).kind)
        val refused = stranger.fetch(null, folder) as TeamServer.Fetched.Failed
        assertEquals(SyncFailure.UNAUTHORISED, refused.failure)
    }
}
