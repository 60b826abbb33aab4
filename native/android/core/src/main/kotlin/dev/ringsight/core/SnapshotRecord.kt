// One record of a snapshot, read from front to back (native/FORMAT.md): nothing of it is believed that is not as it should be.
package dev.ringsight.core

import java.nio.charset.CharacterCodingException
import java.nio.charset.CodingErrorAction

/** @param at where it begins */
internal class SnapshotRecord(private val snapshot: Snapshot, private var at: Long) {
    private val bytes = snapshot.bytes
    private val end = snapshot.layout.end

    fun readEntry(): Lookup.Found? {
        val label = readText(readInteger()) ?: return null
        val tag = readInteger()
        val deal = if (hasDeal(tag)) readText(readInteger()) ?: return null else null
        val count = tag / 2
        // An id takes a byte at least: more of them than bytes cannot be.
        if (count < 1 || count > end - at) return null
        val ids = ArrayList<String>(minOf(count, LIKELY_IDS).toInt())
        for (index in 0 until count) ids += readId() ?: return null
        return Lookup.Found(label, deal, ids)
    }

    /** Each of several contacts, the first first; none for one alone, and in version 2, which does not say. */
    fun readOwners(): List<Owner>? {
        val first = at
        val (label, deal, ids) = readEntry() ?: return null
        if (ids.size < 2 || snapshot.layout.version < WITH_OWNERS) return emptyList()
        val name = readName(readInteger(), first) ?: return null
        val owners = arrayListOf(Owner(ids.first(), name, label, deal))
        for (id in ids.drop(1)) owners += readOwner(id) ?: return null
        return owners
    }

    private fun readOwner(id: String): Owner? {
        val start = at
        val label = readText(readInteger()) ?: return null
        val tag = readInteger()
        if (tag < 0) return null
        val deal = if (hasDeal(tag)) readText(readInteger()) ?: return null else null
        val name = readName(tag / 2, start) ?: return null
        return Owner(id, name, label, deal)
    }

    /** The first bytes of the label at a place. */
    private fun readName(length: Long, label: Long): String? {
        val record = SnapshotRecord(snapshot, label)
        return if (length in 0..record.readInteger()) record.readText(length) else null
    }

    private fun hasDeal(tag: Long) = tag % 2 == 1L

    // An odd integer is twice a decimal id and one; an even one is twice the length of any other id.
    private fun readId(): String? {
        val tag = readInteger()
        if (tag < 0) return null
        return if (tag % 2 == 1L) ((tag - 1) / 2).toString() else readText(tag / 2)
    }

    // Seven bits a byte, the lowest first; all but the last have the top bit set. -1 when it has no end.
    private fun readInteger(): Long {
        var value = 0L
        for (shift in 0 until INTEGER_BITS step 7) {
            val from = take(1)
            if (from < 0) return -1
            val byte = bytes.get(from).toLong()
            value = value or ((byte and 127) shl shift)
            if (byte >= 0) return if (value <= LARGEST_INTEGER) value else -1
        }
        return -1
    }

    private fun readText(length: Long): String? {
        val from = take(length)
        if (from < 0) return null
        val part = bytes.duplicate().also { window(it, from, from + length.toInt()) }
        // The label is strict UTF-8 in every language: a replacement character would be a wrong name.
        val decoder = Charsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
        return try {
            decoder.decode(part).toString()
        } catch (_: CharacterCodingException) {
            null
        }
    }

    /** Steps over some bytes and says where they were; -1 when they are not there, or damaged. */
    private fun take(length: Long): Int {
        if (length < 0 || at + length > end) return -1
        val from = at.toInt()
        at += length
        return if (length == 0L || snapshot.isSound(from, length.toInt())) from else -1
    }

    private companion object {
        /** The version of the format from which on records say how each of several contacts is shown. */
        const val WITH_OWNERS = 3
        const val LIKELY_IDS = 16L
        const val INTEGER_BITS = 56
        const val LARGEST_INTEGER = (1L shl 53) - 1
    }
}
