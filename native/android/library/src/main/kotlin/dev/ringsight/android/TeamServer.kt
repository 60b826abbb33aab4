// The team's server, as a phone asks it (docs/server.md). Nothing that it sends is believed before it has been read whole: publishing does
// that. Its token goes to the one address that was stated.
package dev.ringsight.android

import dev.ringsight.core.SyncFailure
import org.json.JSONException
import org.json.JSONObject
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.io.InputStream
import java.net.HttpURLConnection
import java.net.SocketTimeoutException
import java.net.URL
import java.net.URLEncoder
import java.util.concurrent.ExecutionException
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import java.util.zip.GZIPInputStream
import kotlin.concurrent.thread

/**
 * Every function waits for the network: call it from a thread that may wait.
 *
 * @param address `https://directory.example.com`; plain `http` goes to this device alone
 * @param token of `ringsight serve token make`, for this device
 * @param answerMs for how long the online answer is waited for
 */
class TeamServer(address: String, private val token: String, private val answerMs: Long = ANSWER_MS) {
    private val root = URL(address.trimEnd('/'))

    init {
        val isSafe = root.protocol == "https" || (root.protocol == "http" && root.host in OWN_HOSTS)
        require(isSafe) { "expected an address that begins with https://, found ${root.protocol}://${root.host}" }
    }

    /** What came of asking for the contacts. */
    sealed interface Fetched {
        data object NothingNew : Fetched

        /** The whole snapshot: for [Ringsight.publishSnapshot]. */
        data class Whole(val file: File) : Fetched

        /** What has changed: for [Ringsight.publishDelta]. */
        data class Delta(val file: File) : Fetched

        data class Failed(val failure: SyncFailure, val retryAfterMs: Long? = null) : Fetched
    }

    /**
     * The contacts. What a connection that broke has brought stays in the folder, and the next call goes on behind it.
     *
     * @param since the generation that the phone has; null for the whole snapshot
     * @param folder for what is fetched, and nothing else
     */
    fun fetch(since: Int?, folder: File): Fetched {
        val path = if (since == null) "/v1/directory" else "/v1/directory?since=${since.toUInt()}"
        return try {
            download(path, Download(folder))
        } catch (_: SocketTimeoutException) {
            Fetched.Failed(SyncFailure.TIMEOUT)
        } catch (_: IOException) {
            Fetched.Failed(SyncFailure.OFFLINE)
        }
    }

    private fun download(path: String, download: Download): Fetched {
        val resumed = download.resumable()
        val connection = open(path)
        connection.setRequestProperty("Accept-Encoding", "gzip")
        resumed?.let { (bytes, tag) ->
            connection.setRequestProperty("Range", "bytes=$bytes-")
            connection.setRequestProperty("If-Range", tag)
        }
        return connection.use { status ->
            when (status) {
                200 -> download.begin(getHeaderField("ETag")).also { download.take(inputStream) }

                206 -> download.take(inputStream)

                204, 304 -> return@use Fetched.NothingNew

                // Of another length than what is there: it is of no use.
                416 -> return@use download.clear().let {
                    if (resumed ==
                        null
                    ) {
                        failed(status)
                    } else {
                        download(path, download)
                    }
                }

                else -> return@use failed(status)
            }
            if (download.bytes() < wholeBytes(status)) return@use Fetched.Failed(SyncFailure.OFFLINE)
            val file = download.unpack(isPacked = getHeaderField("Content-Encoding") == "gzip")
            when (contentType) {
                SNAPSHOT_TYPE -> Fetched.Whole(file)

                DELTA_TYPE -> Fetched.Delta(file)

                // Somebody else answers, such as a hotel's Wi-Fi.
                else -> Fetched.Failed(SyncFailure.SERVER)
            }
        }
    }

    // A connection that ends too soon is no error to Java where the length was stated.
    private fun HttpURLConnection.wholeBytes(status: Int): Long {
        val stated = if (status == 206) getHeaderField("Content-Range")?.substringAfterLast('/') else null
        return (stated ?: getHeaderField("Content-Length"))?.toLongOrNull() ?: 0
    }

    /** Whose contacts the token shows, for [Ringsight.signIn]; null where that cannot be had now. */
    fun workspaceHash(): String? = orNull {
        val connection = open("/v1/directory")
        connection.setRequestProperty("Accept-Encoding", "identity")
        connection.setRequestProperty("Range", "bytes=16-23")
        connection.use { status ->
            if (status != 206) return@use null
            inputStream.readBytes().takeIf { it.size == 8 }?.joinToString("") { "%02x".format(it) }
        }
    }

    /** What became of an outcome; [LATER]: keep it, and send it again. [problem] says of INCOMPLETE what is missing. */
    data class Sent(val kind: Kind, val problem: String? = null) {
        enum class Kind { SAVED, HELD, ALREADY_SAVED, INCOMPLETE, REFUSED, LATER }
    }

    /** Hands an outcome over; one that is sent again, by its call id, is taken once. [outcome] is the JSON of docs/server.md. */
    fun sendOutcome(outcome: String): Sent = orNull {
        val connection = open("/v1/outcomes")
        connection.requestMethod = "POST"
        connection.doOutput = true
        connection.setRequestProperty("Content-Type", "application/json")
        connection.outputStream.use { it.write(outcome.toByteArray()) }
        connection.use { status ->
            when (status) {
                200, 201 -> Sent(KINDS[JSONObject(inputStream.text()).getString("kind")] ?: Sent.Kind.LATER)
                400, 413, 422 -> Sent(Sent.Kind.INCOMPLETE, JSONObject(errorStream.text()).optString("message"))
                401, 403 -> Sent(Sent.Kind.REFUSED)
                else -> Sent(Sent.Kind.LATER)
            }
        }
    } ?: Sent(Sent.Kind.LATER)

    /** Who has a number, as the server's snapshot says it: ready to show. */
    data class Caller(val label: String, val deal: String?, val ids: List<String>)

    /**
     * The online answer, or nothing: after [answerMs] it comes too late for a phone that rings.
     *
     * @param region that national forms are read under
     */
    fun findCaller(number: String, region: String? = null): Caller? {
        val asked = FutureTask { orNull { lookUp(number, region) } }
        // Neither looking an address up nor reading has a limit for all of it.
        thread(isDaemon = true, name = "ringsight-online-answer") { asked.run() }
        return try {
            asked.get(answerMs, TimeUnit.MILLISECONDS)
        } catch (_: TimeoutException) {
            null
        } catch (_: ExecutionException) {
            null
        }
    }

    private fun lookUp(number: String, region: String?): Caller? {
        val inRegion = if (region == null) "" else "&region=${escape(region)}"
        val connection = open("/v1/callers?number=${escape(number)}$inRegion")
        connection.connectTimeout = answerMs.toInt()
        connection.readTimeout = answerMs.toInt()
        return connection.use { status ->
            val answer = if (status == 200) JSONObject(inputStream.text()) else return@use null
            if (answer.getString("kind") !in setOf("known", "shared")) return@use null
            val ids = answer.getJSONArray("contacts")
            val deal = if (answer.isNull("deal")) null else answer.getString("deal")
            Caller(answer.getString("label"), deal, List(ids.length()) { ids.getString(it) })
        }
    }

    private fun open(path: String): HttpURLConnection = (
        URL(
            "$root$path",
        ).openConnection() as HttpURLConnection
        ).apply {
        // The token would go along.
        instanceFollowRedirects = false
        connectTimeout = WAIT_MS
        readTimeout = WAIT_MS
        useCaches = false
        setRequestProperty("Authorization", "Bearer $token")
    }

    private fun HttpURLConnection.failed(status: Int): Fetched.Failed {
        val retryAfterMs = getHeaderField("Retry-After")?.toLongOrNull()?.coerceIn(0, LONGEST_REST_S)?.times(1000)
        return Fetched.Failed(FAILURES[status] ?: SyncFailure.SERVER, retryAfterMs)
    }

    private inline fun <Answer> HttpURLConnection.use(read: HttpURLConnection.(status: Int) -> Answer): Answer = try {
        read(responseCode)
    } finally {
        disconnect()
    }

    private fun <Answer> orNull(ask: () -> Answer?): Answer? = try {
        ask()
    } catch (_: IOException) {
        null
    } catch (_: JSONException) {
        null
    }

    private fun escape(text: String): String = URLEncoder.encode(text, "UTF-8")

    // An answer of this size is none of ours.
    private fun InputStream?.text(): String {
        val bytes = ByteArray(LONGEST_ANSWER)
        var length = 0
        while (this != null && length < bytes.size) {
            val more = read(bytes, length, bytes.size - length)
            if (more < 0) break
            length += more
        }
        return String(bytes, 0, length)
    }

    private companion object {
        const val ANSWER_MS = 4_500L
        const val WAIT_MS = 20_000
        const val LONGEST_ANSWER = 64 * 1024

        /** Of a month: nobody means more, and its milliseconds are an integer. */
        const val LONGEST_REST_S = 30 * 24 * 3_600L
        const val SNAPSHOT_TYPE = "application/vnd.ringsight.snapshot"
        const val DELTA_TYPE = "application/vnd.ringsight.delta"
        val OWN_HOSTS = setOf("localhost", "127.0.0.1", "10.0.2.2")
        val FAILURES = mapOf(
            401 to SyncFailure.UNAUTHORISED,
            403 to SyncFailure.FORBIDDEN,
            408 to SyncFailure.TIMEOUT,
            429 to SyncFailure.RATE_LIMITED,
        )
        val KINDS = mapOf(
            "saved" to Sent.Kind.SAVED,
            "held" to Sent.Kind.HELD,
            "already-saved" to Sent.Kind.ALREADY_SAVED,
        )
    }
}

/** What is fetched, as it came, with the validator by which more of the same is asked for. */
private class Download(private val folder: File) {
    private val part = File(folder, "part")
    private val tag = File(folder, "tag")

    fun bytes(): Long = part.length()

    /** How much is there, and of what; null where nothing is to be gone on with. */
    fun resumable(): Pair<Long, String>? =
        if (tag.exists() && part.length() > 0) part.length() to tag.readText() else null

    /** @param etag a weak one names no bytes (RFC 9110, section 13.1.5) */
    fun begin(etag: String?) {
        clear()
        folder.mkdirs()
        if (etag != null && etag.startsWith('"')) tag.writeText(etag)
    }

    fun take(stream: InputStream) = FileOutputStream(part, true).use { stream.copyTo(it) }

    /** The whole of it, unpacked; what it came as goes. */
    fun unpack(isPacked: Boolean): File {
        val whole = File(folder, "fetched")
        try {
            part.inputStream().use { packed ->
                val stream = if (isPacked) GZIPInputStream(packed) else packed
                whole.outputStream().use { stream.copyTo(it) }
            }
        } finally {
            part.delete()
            tag.delete()
        }
        return whole
    }

    fun clear() {
        part.delete()
        tag.delete()
    }
}
