// Where the parts of a snapshot lie, and what its header says (native/FORMAT.md). Looks nothing up.
package dev.ringsight.core

import java.nio.ByteBuffer
import java.util.zip.CRC32

internal const val HEADER_BYTES = 64
internal const val GENERATION_AT = 12
internal const val CREATED_AT = 24
internal const val NUMBER_BYTES = 8
internal const val PLACE_BYTES = 4
internal const val BLOCK_SHIFT = 12
internal const val BLOCK_BYTES = 1 shl BLOCK_SHIFT

internal const val ORDER_BYTES = 4
private const val MAGIC = 0x5844_4953_474e_4952L
private val VERSIONS = 2..3
internal const val CHECKSUM_AT = 60

internal class Layout private constructor(
    val version: Int,
    val count: Long,
    val slots: Long,
    val numbersAt: Int,
    val placesAt: Int,
    val recordsAt: Int,
    val end: Int,
) : LayoutOrRefused {
    class Refused(val reason: Damage) : LayoutOrRefused

    val orderAt: Int = placesAt + PLACE_BYTES * slots.toInt()
    val recordBytes: Int = end - recordsAt

    companion object {
        /** Where everything stands in these little-endian bytes, if they are a whole snapshot with a sound header. */
        fun read(bytes: ByteBuffer): LayoutOrRefused {
            val size = bytes.limit()
            if (size < HEADER_BYTES) return Refused(Damage.WRONG_SIZE)
            val layout = promised(bytes)
            if (layout !is Layout) return layout
            if (layout.end != size) return Refused(Damage.WRONG_SIZE)
            if (headerSum(bytes, layout.numbersAt) != bytes.getInt(CHECKSUM_AT)) return Refused(Damage.WRONG_CHECKSUM)
            return layout
        }

        /** Where everything would stand in a snapshot with this header. */
        fun promised(header: ByteBuffer): LayoutOrRefused {
            if (header.getLong(0) != MAGIC) return Refused(Damage.NOT_A_SNAPSHOT)
            val version = header.getInt(8)
            if (version !in VERSIONS) return Refused(Damage.UNKNOWN_VERSION)
            val (count, slots, recordBytes) = listOf(48, 52, 56).map { header.getInt(it).toLong() and 0xffff_ffffL }
            // One slot stays empty, or a search for a number that is not there would find no end.
            if (slots <= count) return Refused(Damage.WRONG_CONTENT)
            val body = (NUMBER_BYTES + PLACE_BYTES) * slots + ORDER_BYTES * count + recordBytes
            val blocks = (body + BLOCK_BYTES - 1) / BLOCK_BYTES
            val numbersAt = HEADER_BYTES + 8 * ((blocks + 1) / 2)
            val end = numbersAt + body
            if (end > Int.MAX_VALUE) return Refused(Damage.WRONG_SIZE)
            val placesAt = numbersAt + NUMBER_BYTES * slots
            val recordsAt = placesAt + PLACE_BYTES * slots + ORDER_BYTES * count
            return Layout(
                version,
                count,
                slots,
                numbersAt.toInt(),
                placesAt.toInt(),
                recordsAt.toInt(),
                end.toInt(),
            )
        }

        private fun headerSum(bytes: ByteBuffer, numbersAt: Int): Int {
            val sum = CRC32()
            checksum(bytes, 0, CHECKSUM_AT, sum)
            return checksum(bytes, HEADER_BYTES, numbersAt, sum)
        }
    }
}

internal sealed interface LayoutOrRefused

internal fun workspaceHashOf(bytes: ByteBuffer): String =
    (16 until 24).joinToString("") { (bytes.get(it).toInt() and 0xff).toString(16).padStart(2, '0') }

internal fun regionsOf(bytes: ByteBuffer): List<String> =
    (32 until 48 step 2)
        .map { "${bytes.get(it).toInt().toChar()}${bytes.get(it + 1).toInt().toChar()}" }
        .filter { region -> region.all { it in 'A'..'Z' } }
