// What has happened on the phone, kept in a file until the app's JavaScript takes it. An event that was added survives the
// death of the process and of the phone; one that was torn in the middle is left out and harms no other.
package dev.ringsight.core

import java.io.File
import java.io.FileOutputStream
import java.util.zip.CRC32

/**
 * @param file its own; a line an event: checksum of the text, a space, the text
 * @param limitBytes when the file would grow beyond, the older half of the events goes; the limit keeps an app that never
 *   takes its events from filling the phone
 * @param describeLoss the event that stands for so many that nobody has read and that went at the limit; null for none
 */
class EventQueue(
    private val file: File,
    private val limitBytes: Long = 4 * 1024 * 1024,
    private val describeLoss: ((count: Int) -> String)? = null,
) {
    // Of the events that the last [read] gave: how many are in the file, and how many went at the limit since.
    private var given = 0
    private var gone = 0

    /** Adds an event and returns when it is on the disk. [text] may hold anything but is kept as one line. */
    @Synchronized
    fun add(text: String) {
        val line = lineOf(text)
        if (file.length() + line.size > limitBytes) keepNewer(limitBytes / 2 - line.size)
        FileOutputStream(file, true).use { stream ->
            // A torn last line would swallow this one: a line feed ends it, and an empty line is none.
            stream.write(if (endsTorn()) byteArrayOf(LINE_FEED) + line else line)
            stream.fd.sync()
        }
    }

    /** Adds an event unless one of the same text waits. */
    @Synchronized
    fun addOnce(text: String) {
        if (text !in events()) add(text)
    }

    /** The events, oldest first; they stay until [remove]. */
    @Synchronized
    fun read(): List<String> = events().also {
        given = it.size
        gone = 0
    }

    /**
     * Removes the oldest [count] events that [read] gave: a crash before it gives them again, none is lost. Those of them
     * that are gone already are counted, and nothing that came later goes in their place.
     */
    @Synchronized
    fun remove(count: Int) {
        val already = minOf(count, gone)
        val rest = count - already
        gone -= already
        given = maxOf(0, given - rest)
        if (rest > 0) write(events().drop(rest))
    }

    /** Forgets every event: they are of a workspace whose user has signed out. */
    @Synchronized
    fun clear() {
        gone += given
        given = 0
        removeFile(file)
    }

    private fun keepNewer(bytes: Long) {
        var left = bytes
        val events = events()
        val newer = events.takeLastWhile { text -> lineOf(text).size.also { left -= it } >= 0 && left >= 0 }
        val dropped = events.size - newer.size
        val read = minOf(given, dropped)
        given -= read
        gone += read
        val loss = if (dropped > read) describeLoss?.invoke(dropped - read) else null
        write(newer + listOfNotNull(loss))
    }

    private fun events(): List<String> = lines().mapNotNull(::textOf)

    private fun write(texts: List<String>) {
        replaceFile(file) { stream -> texts.forEach { stream.write(lineOf(it)) } }
    }

    private fun lines(): List<String> =
        if (file.exists()) file.readText().split('\n').filter(String::isNotEmpty) else emptyList()

    private fun endsTorn(): Boolean {
        if (file.length() == 0L) return false
        return java.io.RandomAccessFile(file, "r").use { open ->
            open.seek(open.length() - 1)
            open.read() != LINE_FEED.toInt()
        }
    }

    private fun lineOf(text: String): ByteArray {
        val line = text.replace('\n', ' ').replace('\r', ' ')
        return "${sumOf(line)} $line\n".toByteArray()
    }

    private fun textOf(line: String): String? {
        val text = line.substringAfter(' ', "")
        return text.takeIf { sumOf(text) == line.substringBefore(' ') }
    }

    private fun sumOf(text: String): String =
        CRC32().apply { update(text.toByteArray()) }.value.toString(16).padStart(8, '0')

    private companion object {
        const val LINE_FEED: Byte = 10
    }
}
