// "It was Anna" (R-31): whom the phone's user has chosen for a number that several contacts have. Kept on this phone, and nowhere
// else; without a name, which could be out of date. What is not as it was written is as if nothing had been chosen.
package dev.ringsight.core

import java.io.File
import java.io.IOException
import java.net.URLDecoder
import java.net.URLEncoder
import java.util.zip.CRC32

/**
 * @property line the number's line ([lineOf]): whatever spelling is delivered, it is one number (R-28)
 * @property at when it was made, in milliseconds since 1970
 */
data class Choice(val line: String, val contactId: String, val at: Long)

/** Who it may have been. [chosen]: the one of them that the user has said it was. */
data class Candidates(val e164: String, val owners: List<Owner>, val chosen: Owner?)

/** What one tap says of a number that several contacts have. */
sealed interface Offer {
    /** Of two, that it was the other. */
    data class ItWas(val owner: Owner) : Offer

    /** That it need not have been the one who was chosen. */
    data class TakeBack(val owner: Owner) : Offer

    /** Of more than two, the user is to say which. */
    data object Ask : Offer
}

/** Null where there is nothing to choose: the number has one contact or none, or the snapshot does not say how the others are shown. */
fun candidatesFor(e164: String, directory: Opened, choice: Choice?): Candidates? {
    val number = digitsOf(e164)
    val owners = if (directory is Snapshot && number != null) directory.owners(number).orEmpty() else emptyList()
    if (owners.isEmpty()) return null
    return Candidates(e164, owners, owners.find { it.id == choice?.contactId })
}

fun offerFor(candidates: Candidates): Offer {
    val (_, owners, chosen) = candidates
    return when {
        owners.size > 2 -> Offer.Ask
        chosen != null -> Offer.TakeBack(chosen)
        else -> Offer.ItWas(owners.last())
    }
}

/** The choices, in a file. */
class Choices(private val file: File) {
    @Volatile
    private var kept: Map<String, Choice>? = null

    val count: Int get() = read().size

    /** What was chosen for a number, in any spelling of its line. */
    fun of(e164: String): Choice? = read().let { if (it.isEmpty()) null else it[lineOf(e164)] }

    /** @throws IOException when it cannot be written; then what was chosen before counts */
    @Synchronized
    fun keep(e164: String, contactId: String, at: Long) {
        val line = lineOf(e164)
        write(read() - line + (line to Choice(line, contactId, at)))
    }

    /** @throws IOException as [keep] */
    @Synchronized
    fun takeBack(e164: String) {
        val line = lineOf(e164)
        if (line in read()) write(read() - line)
    }

    @Synchronized
    fun clear() {
        removeFile(file)
        kept = null
    }

    private fun read(): Map<String, Choice> = kept ?: readFile()

    // Once a process: nobody else writes it.
    @Synchronized
    private fun readFile(): Map<String, Choice> = kept ?: try {
        if (file.length() in 1..LONGEST) decode(file.readText()) else emptyMap()
    } catch (_: IOException) {
        emptyMap()
    }.also { kept = it }

    private fun write(choices: Map<String, Choice>) {
        replaceFile(file) { it.write(encode(choices.values).toByteArray()) }
        kept = choices
    }

    private companion object {
        /** Of a hundred thousand choices. */
        const val LONGEST = 8L shl 20
        const val NAME = "ringsight-choices 1"

        fun encode(choices: Collection<Choice>): String {
            // An id may be any text: blanks and line ends would be taken for the form's own.
            val lines = choices.joinToString("") { (line, id, at) -> "$line $at ${URLEncoder.encode(id, "UTF-8")}\n" }
            return "$NAME ${checksumOf(lines)}\n$lines"
        }

        fun decode(text: String): Map<String, Choice> {
            val lines = text.substringAfter('\n', "")
            if (text.substringBefore('\n') != "$NAME ${checksumOf(lines)}") return emptyMap()
            return lines.lineSequence().mapNotNull(::decodeLine).associateBy { it.line }
        }

        private fun decodeLine(text: String): Choice? {
            val (line, at, id) = text.split(' ').takeIf { it.size == 3 } ?: return null
            return Choice(line, URLDecoder.decode(id, "UTF-8"), at.toLongOrNull() ?: return null)
        }

        private fun checksumOf(text: String): String =
            "%08x".format(CRC32().apply { update(text.toByteArray()) }.value)
    }
}
