// Writes the snapshot that comes of another one and a delta, as native/FORMAT.md has it: the numbers into a table in memory, the
// records from file to file. What it has written is believed by its checksum alone.
package dev.ringsight.core

import java.io.BufferedOutputStream
import java.io.FileOutputStream
import java.io.OutputStream
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.zip.CRC32

/** @throws DeltaRefused when nothing came of it; what was written then is to be thrown away */
internal fun writeApplied(before: Snapshot, delta: Delta, stream: FileOutputStream) {
    refuseUnless(before.workspaceHash == delta.workspaceHash, DeltaRefusal.OTHER_WORKSPACE)
    val isSame = before.generation == delta.generation && before.bytes.getInt(CHECKSUM_AT) == delta.checksum
    refuseUnless(isSame, DeltaRefusal.OTHER_SNAPSHOT)
    val after = delta.after
    // Nothing is made room for before it is known that what there is fills it.
    val steps = Steps(delta, before.layout)
    refuseUnless(after.count <= before.count.toLong() + delta.placed)
    val table = try {
        Table(after)
    } catch (_: OutOfMemoryError) {
        throw DeltaRefused(DeltaRefusal.TOO_LARGE)
    }
    enterNumbers(before, delta, steps, table)
    stream.channel.position(after.numbersAt.toLong())
    val body = BodyWriter(BufferedOutputStream(stream, PIECE_BYTES), after)
    body.write(table.bytes, table.bytes.size)
    val (old, new) = before.bytes.duplicate() to delta.copy()
    steps.forEachPart { isBefore, from, length ->
        if (isBefore) body.write(old, before.layout.recordsAt + from, length) else body.write(new, from, length)
    }
    val sums = body.end()
    val sum = CRC32().apply {
        update(delta.header, 0, CHECKSUM_AT)
        update(sums)
    }
    val promised = ByteBuffer.wrap(delta.header).order(ByteOrder.LITTLE_ENDIAN).getInt(CHECKSUM_AT)
    refuseUnless(sum.value.toInt() == promised, DeltaRefusal.WRONG_RESULT)
    stream.channel.position(0)
    stream.write(delta.header)
    stream.write(sums)
}

/** Every number of the snapshot after, ascending: those before that are not removed, and the placed ones among them. */
private fun enterNumbers(before: Snapshot, delta: Delta, steps: Steps, table: Table) {
    val numbers = Numbers(before)
    var gone = 0
    var put = 0
    var isMore = numbers.advance()
    while (isMore || put < delta.placed) {
        val old = if (isMore) numbers.number else Long.MAX_VALUE
        val placed = if (put < delta.placed) delta.placed(put) else Long.MAX_VALUE
        val isGone = isMore && old <= placed && gone < delta.removed && delta.removed(gone) == old
        if (isGone) gone++
        if (placed <= old) {
            // None is both.
            refuseUnless(!isGone)
            table.enter(placed, delta.place(put))
            put++
        } else if (!isGone) {
            table.enter(old, steps.move(numbers.place))
        }
        if (isMore && old <= placed) isMore = numbers.advance()
    }
    refuseUnless(gone == delta.removed && table.isComplete())
}

/** The numbers of a sound snapshot in their order, each with the place of its record. */
private class Numbers(private val snapshot: Snapshot) {
    var number = 0L
        private set
    var place = 0
        private set
    private var rank = 0

    fun advance(): Boolean {
        if (rank == snapshot.count) return false
        val (bytes, layout) = snapshot.bytes to snapshot.layout
        val slot = bytes.getInt(layout.orderAt + ORDER_BYTES * rank)
        refuseUnless(slot in 0 until layout.slots.toInt(), DeltaRefusal.NO_SNAPSHOT)
        val next = bytes.getLong(layout.numbersAt + NUMBER_BYTES * slot)
        place = bytes.getInt(layout.placesAt + PLACE_BYTES * slot)
        val isRight = next in number + 1..LARGEST_NUMBER && place in 0 until layout.recordBytes
        refuseUnless(isRight, DeltaRefusal.NO_SNAPSHOT)
        number = next
        rank++
        return true
    }
}

/** Numbers, places and order of a snapshot, entered one number after the other as the builder does. */
private class Table(private val layout: Layout) {
    val bytes = ByteArray(layout.recordsAt - layout.numbersAt)
    private val view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
    private val slots = layout.slots.toInt()
    private val placesAt = layout.placesAt - layout.numbersAt
    private val orderAt = layout.orderAt - layout.numbersAt
    private var count = 0
    private var last = 0L

    // A number finds an empty slot in three steps, on average. Whoever chooses numbers so that it takes thousands is not followed.
    private var stepsLeft = STEPS_A_SLOT * layout.slots

    init {
        bytes.fill(-1, placesAt, orderAt)
    }

    fun enter(number: Long, place: Long) {
        refuseUnless(number in last + 1..LARGEST_NUMBER && place in 0 until layout.recordBytes && count < layout.count)
        var slot = homeSlot(number, slots)
        while (view.getInt(placesAt + PLACE_BYTES * slot) != NO_PLACE) {
            slot = if (slot + 1 == slots) 0 else slot + 1
            refuseUnless(--stepsLeft >= 0)
        }
        view.putLong(NUMBER_BYTES * slot, number)
        view.putInt(placesAt + PLACE_BYTES * slot, place.toInt())
        view.putInt(orderAt + ORDER_BYTES * count, slot)
        last = number
        count++
    }

    fun isComplete(): Boolean = count.toLong() == layout.count
}

/** Writes the body of a snapshot from its beginning to its end, and keeps the checksum of each block. */
private class BodyWriter(private val stream: OutputStream, layout: Layout) {
    private val sums = ByteArray(layout.numbersAt - HEADER_BYTES)
    private val sumsView = ByteBuffer.wrap(sums).order(ByteOrder.LITTLE_ENDIAN)
    private val sum = CRC32()
    private var inBlock = 0
    private val piece = ByteArray(PIECE_BYTES)

    fun write(bytes: ByteArray, length: Int) {
        stream.write(bytes, 0, length)
        var at = 0
        while (at < length) {
            val part = minOf(BLOCK_BYTES - inBlock, length - at)
            sum.update(bytes, at, part)
            at += part
            inBlock += part
            if (inBlock == BLOCK_BYTES) endBlock()
        }
    }

    fun write(bytes: ByteBuffer, from: Int, length: Int) {
        window(bytes, from, from + length)
        while (bytes.hasRemaining()) {
            val part = minOf(piece.size, bytes.remaining())
            bytes.get(piece, 0, part)
            write(piece, part)
        }
    }

    /** The checksums, as they stand in the file. */
    fun end(): ByteArray {
        if (inBlock > 0) endBlock()
        stream.flush()
        return sums
    }

    private fun endBlock() {
        sumsView.putInt(sum.value.toInt())
        sum.reset()
        inBlock = 0
    }
}

private const val NO_PLACE = -1
private const val STEPS_A_SLOT = 64L
private const val LARGEST_NUMBER = 999_999_999_999_999_999L
private const val PIECE_BYTES = 1 shl 16
