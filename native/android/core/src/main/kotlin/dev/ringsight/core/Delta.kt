// What changed from one snapshot to the next, read in place (native/FORMAT.md, Deltas). Trusts nothing that it says before it is
// known to fit. Applies nothing.
package dev.ringsight.core

import java.io.File
import java.io.IOException
import java.io.RandomAccessFile
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.channels.FileChannel
import java.util.zip.CRC32

/** Why a delta was not applied, in the words of the other languages. Whatever it is, the whole snapshot helps. */
enum class DeltaRefusal(val word: String) {
    NOT_A_DELTA("not-a-delta"),
    UNKNOWN_VERSION("unknown-version"),
    WRONG_SIZE("wrong-size"),
    WRONG_CHECKSUM("wrong-checksum"),

    /** It contradicts itself, or the snapshot that it is for. */
    WRONG_CONTENT("wrong-content"),

    /** There is no sound snapshot to apply it to. */
    NO_SNAPSHOT("no-snapshot"),
    OTHER_WORKSPACE("other-workspace"),

    /** It was made for a snapshot of another generation, or for another one of that generation. */
    OTHER_SNAPSHOT("other-snapshot"),

    /** What came of it is not the snapshot that it promises. */
    WRONG_RESULT("wrong-result"),

    /** The phone has no memory for it: 20 bytes a number. */
    TOO_LARGE("too-large"),
}

internal class DeltaRefused(val reason: DeltaRefusal) : Exception(reason.word)

internal fun refuseUnless(isTrue: Boolean, reason: DeltaRefusal = DeltaRefusal.WRONG_CONTENT) {
    if (!isTrue) throw DeltaRefused(reason)
}

/** A delta that is as it was written. */
internal class Delta private constructor(private val bytes: ByteBuffer, sizes: Sizes) {
    val generation: Int = bytes.getInt(GENERATION_AT)
    val workspaceHash: String = workspaceHashOf(bytes)

    /** Of the snapshot that it is for. */
    val checksum: Int = bytes.getInt(BEFORE_SUM_AT)
    val removed = sizes.removed.toInt()
    val placed = sizes.placed.toInt()
    private val placedAt = PARTS_AT + NUMBER_BYTES * removed
    private val placesAt = placedAt + NUMBER_BYTES * placed
    val stepsAt = placesAt + PLACE_BYTES * placed
    val steps = sizes.steps.toInt()
    val inserted = sizes.inserted

    /** The header of the snapshot that comes of it, and what it says. */
    val header = ByteArray(HEADER_BYTES) { bytes.get(DELTA_HEADER_BYTES + it) }
    val after: Layout = readAfter()

    fun removed(index: Int): Long = bytes.getLong(PARTS_AT + NUMBER_BYTES * index)

    fun placed(index: Int): Long = bytes.getLong(placedAt + NUMBER_BYTES * index)

    /** Where the record of a placed number begins. */
    fun place(index: Int): Long = unsigned(placesAt + PLACE_BYTES * index)

    fun unsigned(at: Int): Long = bytes.getInt(at).toLong() and 0xffff_ffffL

    fun copy(): ByteBuffer = bytes.duplicate()

    private fun readAfter(): Layout {
        val own = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN)
        val layout = Layout.promised(own) as? Layout ?: throw DeltaRefused(DeltaRefusal.WRONG_CONTENT)
        refuseUnless(layout.slots == layout.count * 13 / 10 + 1)
        refuseUnless(workspaceHashOf(own) == workspaceHash)
        refuseUnless(Integer.compareUnsigned(own.getInt(GENERATION_AT), generation) > 0)
        return layout
    }

    /** What the header counts. */
    private class Sizes(val removed: Long, val placed: Long, val steps: Long, val inserted: Long) {
        val end =
            PARTS_AT + NUMBER_BYTES * removed + (NUMBER_BYTES + PLACE_BYTES) * placed + STEP_BYTES * steps + inserted
    }

    companion object {
        private const val MAGIC = 0x544c_4453_474e_4952L
        private const val VERSION = 1
        private const val LONGEST = 1L shl 26
        private const val DELTA_HEADER_BYTES = 48
        private const val BEFORE_SUM_AT = 24
        private const val COUNTS_AT = 28
        private const val SUM_AT = 44
        private const val PARTS_AT = DELTA_HEADER_BYTES + HEADER_BYTES
        const val STEP_BYTES = 12

        fun read(file: File): Delta {
            val bytes = try {
                map(file)
            } catch (_: IOException) {
                throw DeltaRefused(DeltaRefusal.WRONG_SIZE)
            }
            return read(bytes)
        }

        fun read(given: ByteBuffer): Delta {
            val bytes = given.duplicate().order(ByteOrder.LITTLE_ENDIAN)
            val size = bytes.limit()
            refuseUnless(size >= PARTS_AT, DeltaRefusal.WRONG_SIZE)
            refuseUnless(bytes.getLong(0) == MAGIC, DeltaRefusal.NOT_A_DELTA)
            refuseUnless(bytes.getInt(8) == VERSION, DeltaRefusal.UNKNOWN_VERSION)
            val (removed, placed, steps, inserted) =
                List(4) { bytes.getInt(COUNTS_AT + 4 * it).toLong() and 0xffff_ffffL }
            val sizes = Sizes(removed, placed, steps, inserted)
            refuseUnless(sizes.end == size.toLong() && size <= LONGEST, DeltaRefusal.WRONG_SIZE)
            val sum = CRC32()
            checksum(bytes, 0, SUM_AT, sum)
            val isSame = checksum(bytes, SUM_AT + 4, size, sum) == bytes.getInt(SUM_AT)
            refuseUnless(isSame, DeltaRefusal.WRONG_CHECKSUM)
            return Delta(bytes, sizes)
        }

        private fun map(file: File): ByteBuffer = RandomAccessFile(file, "r").use { open ->
            val size = open.length()
            refuseUnless(size <= LONGEST, DeltaRefusal.WRONG_SIZE)
            open.channel.map(FileChannel.MapMode.READ_ONLY, 0, size)
        }
    }
}

/**
 * How the records after are made of those before. A step keeps some bytes, leaves some out and puts others in their place.
 *
 * @throws DeltaRefused when they do not go from the beginning to the end of both
 */
internal class Steps(private val delta: Delta, before: Layout) {
    // Where each step begins, in the records before and in those after.
    private val from = IntArray(delta.steps)
    private val to = IntArray(delta.steps)

    init {
        var (old, new, used) = Triple(0L, 0L, 0L)
        for (step in 0 until delta.steps) {
            // So that no sum exceeds 32 bits.
            refuseUnless(old <= before.recordBytes && new <= delta.after.recordBytes)
            from[step] = old.toInt()
            to[step] = new.toInt()
            old += keep(step) + drop(step)
            new += keep(step) + insert(step)
            used += insert(step)
        }
        val isAll = old == before.recordBytes.toLong() && new == delta.after.recordBytes.toLong()
        refuseUnless(isAll && used == delta.inserted)
    }

    /** Where a record of before begins in the records after; -1 where nothing of it is left, and nothing in its place. */
    fun move(place: Int): Long {
        var low = 0
        var high = from.size
        while (low < high) {
            val middle = (low + high) ushr 1
            if (from[middle] <= place) low = middle + 1 else high = middle
        }
        val step = low - 1
        if (step < 0) return -1
        val into = (place - from[step]).toLong()
        val isThere = into < keep(step) || (into == keep(step) && insert(step) > 0)
        return if (isThere) to[step] + into else -1
    }

    /** Goes through the records after: parts of the records before, by where they begin there, and parts of the delta. */
    fun forEachPart(take: (isBefore: Boolean, from: Int, length: Int) -> Unit) {
        var at = delta.stepsAt + Delta.STEP_BYTES * delta.steps
        for (step in from.indices) {
            val inserted = insert(step).toInt()
            take(true, from[step], keep(step).toInt())
            take(false, at, inserted)
            at += inserted
        }
    }

    private fun keep(step: Int) = delta.unsigned(delta.stepsAt + Delta.STEP_BYTES * step)
    private fun drop(step: Int) = delta.unsigned(delta.stepsAt + Delta.STEP_BYTES * step + 4)
    private fun insert(step: Int) = delta.unsigned(delta.stepsAt + Delta.STEP_BYTES * step + 8)
}
