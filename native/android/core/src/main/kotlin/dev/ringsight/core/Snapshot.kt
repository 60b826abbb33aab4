// The directory as a phone carries it, searched in place on a memory map. Laid out as in native/FORMAT.md. Trusts no byte
// that its checksum has not vouched for. Knows nothing of Android.
package dev.ringsight.core

import java.io.File
import java.io.IOException
import java.io.RandomAccessFile
import java.nio.Buffer
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.channels.FileChannel
import java.util.zip.CRC32

/** Why a snapshot is not read, in the words of the other languages. */
enum class Damage(val word: String) {
    MISSING("missing"),
    UNREADABLE("unreadable"),
    NOT_A_SNAPSHOT("not-a-snapshot"),
    UNKNOWN_VERSION("unknown-version"),
    WRONG_SIZE("wrong-size"),
    WRONG_CHECKSUM("wrong-checksum"),
    WRONG_CONTENT("wrong-content"),
    OTHER_WORKSPACE("other-workspace"),
}

/** What is found where a snapshot should be. */
sealed interface Opened

data class Damaged(val reason: Damage) : Opened

/** What looking a number up gives. */
sealed interface Lookup {
    /**
     * @property deal the open deal of the contact that the label names; null when there is none
     * @property ids record ids of every contact with the number, the one that the label names first
     */
    data class Found(val label: String, val deal: String?, val ids: List<String>) : Lookup

    data object NoMatch : Lookup

    /** What would say whose number it is, is damaged: nobody is named. */
    data object Unknowable : Lookup
}

/**
 * One of several contacts with a number, as it is to be shown when the phone's user has chosen that one.
 *
 * @property name the beginning of the label
 */
data class Owner(val id: String, val name: String, val label: String, val deal: String?)

class Snapshot private constructor(
    internal val bytes: ByteBuffer,
    internal val layout: Layout,
    private val onDamage: (Damage) -> Unit,
) : Opened {
    val generation: Int = bytes.getInt(GENERATION_AT)

    /** Whose contacts they are, without saying it: 16 hexadecimal digits. */
    val workspaceHash: String = workspaceHashOf(bytes)

    /** Milliseconds since 1970. */
    val createdAt: Long = bytes.getLong(CREATED_AT)

    /** How many numbers it has. */
    val count: Int = layout.count.toInt()

    /** Countries that national forms are read under where the phone knows none: ISO 3166-1 alpha-2. */
    val regions: List<String> = regionsOf(bytes)

    /** The first damage that was met; null as long as everything looked at was sound. */
    @Volatile
    var damage: Damage? = null
        private set

    // One a block: 0 not looked at, 1 sound, 2 damaged. Two threads may check one block: they come to the same.
    private val blocks = ByteArray((layout.end - layout.numbersAt + BLOCK_BYTES - 1) / BLOCK_BYTES)

    /** Whom a number belongs to. [number]: the digits of its E.164 form. */
    fun lookUp(number: Long): Lookup {
        val slot = find(number)
        if (slot >= 0) return entryAt(slot)
        return if (slot == ABSENT) Lookup.NoMatch else Lookup.Unknowable
    }

    /**
     * The slot of a number; [ABSENT] when it is not there, [UNKNOWABLE] when that cannot be told. Allocates nothing once
     * the blocks on its way are known to be sound.
     */
    fun find(number: Long): Int {
        if (number <= 0) return ABSENT
        val slots = layout.slots.toInt()
        var slot = homeSlot(number, slots)
        repeat(slots) {
            val at = layout.numbersAt + NUMBER_BYTES * slot
            if (!isSound(at, NUMBER_BYTES)) return UNKNOWABLE
            val held = bytes.getLong(at)
            if (held == number) return slot
            if (held == 0L) return ABSENT
            slot = if (slot + 1 == slots) 0 else slot + 1
        }
        return broken(Damage.WRONG_CONTENT)
    }

    /**
     * The several contacts with a number, the one that its label names first; none where one has it alone, and in a snapshot of
     * version 2, which does not say. Null where nobody has it, or that cannot be told.
     */
    fun owners(
        number: Long,
    ): List<Owner>? = find(number).takeIf { it >= 0 }?.let { readRecord(it, SnapshotRecord::readOwners) }

    private fun entryAt(slot: Int): Lookup = readRecord(slot, SnapshotRecord::readEntry) ?: Lookup.Unknowable

    private inline fun <Answer : Any> readRecord(slot: Int, read: (SnapshotRecord) -> Answer?): Answer? {
        val at = layout.placesAt + PLACE_BYTES * slot
        if (!isSound(at, PLACE_BYTES)) return null
        val answer = read(SnapshotRecord(this, layout.recordsAt + (bytes.getInt(at).toLong() and 0xffff_ffffL)))
        if (answer == null) broken(Damage.WRONG_CONTENT)
        return answer
    }

    /** Reads all of it: whether every byte is as it was written. */
    fun isSound(): Boolean = isSound(layout.numbersAt, layout.end - layout.numbersAt)

    internal fun isSound(from: Int, length: Int): Boolean {
        val first = (from - layout.numbersAt) shr BLOCK_SHIFT
        val last = (from - layout.numbersAt + length - 1) shr BLOCK_SHIFT
        for (block in first..last) {
            if (blocks[block] != SOUND && !checkBlock(block)) return false
        }
        return true
    }

    private fun checkBlock(block: Int): Boolean {
        if (blocks[block] == BAD) return false
        val from = layout.numbersAt + block * BLOCK_BYTES
        val sum = checksum(bytes, from, minOf(from + BLOCK_BYTES, layout.end))
        val isSame = sum == bytes.getInt(HEADER_BYTES + 4 * block)
        blocks[block] = if (isSame) SOUND else BAD
        if (!isSame) broken(Damage.WRONG_CHECKSUM)
        return isSame
    }

    /** One snapshot tells of damage once, whatever else is wrong with it. */
    @Synchronized
    private fun broken(reason: Damage): Int {
        if (damage == null) {
            damage = reason
            onDamage(reason)
        }
        return UNKNOWABLE
    }

    companion object {
        const val ABSENT = -1
        const val UNKNOWABLE = -2

        /**
         * Opens a file without reading more than its header and checksums.
         *
         * @param workspaceHash whose contacts are expected; null for anybody's
         * @param onDamage called at most once, now or when a lookup meets the damage
         */
        fun open(file: File, workspaceHash: String? = null, onDamage: (Damage) -> Unit = {}): Opened {
            val bytes = try {
                map(file)
            } catch (_: IOException) {
                null
            }
            val missing = if (file.exists()) Damage.UNREADABLE else Damage.MISSING
            return bytes?.let { openBytes(it, workspaceHash, onDamage) } ?: refuse(missing, onDamage)
        }

        /** The same over bytes in memory, which must not change. */
        fun openBytes(bytes: ByteBuffer, workspaceHash: String? = null, onDamage: (Damage) -> Unit = {}): Opened {
            val own = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN)
            val layout = Layout.read(own)
            if (layout is Layout.Refused) return refuse(layout.reason, onDamage)
            val isOther = workspaceHash != null && workspaceHash != workspaceHashOf(own)
            if (isOther) return refuse(Damage.OTHER_WORKSPACE, onDamage)
            return Snapshot(own, layout as Layout, onDamage)
        }

        private fun refuse(reason: Damage, onDamage: (Damage) -> Unit): Damaged {
            onDamage(reason)
            return Damaged(reason)
        }

        // The map outlives the file that it was made from; a publisher renames, and so never changes what is mapped.
        private fun map(file: File): ByteBuffer? = RandomAccessFile(file, "r").use { open ->
            val size = open.length()
            if (size > Int.MAX_VALUE) null else open.channel.map(FileChannel.MapMode.READ_ONLY, 0, size)
        }

        private const val SOUND: Byte = 1
        private const val BAD: Byte = 2
    }
}

/** The digits of an E.164 text as an integer; null when it is none. */
fun digitsOf(e164: String): Long? {
    // No calling code begins with zero: such a text would otherwise be another number's.
    if (e164.length !in 2..19 || e164[0] != '+' || e164[1] == '0') return null
    var digits = 0L
    for (index in 1 until e164.length) {
        val digit = e164[index] - '0'
        if (digit !in 0..9) return null
        digits = digits * 10 + digit
    }
    return digits
}

/** Where the search for a number begins. */
internal fun homeSlot(number: Long, slots: Int): Int {
    val low = number.toInt()
    val high = (number ushr 32).toInt()
    val mixed = (low xor high * -0x61c8864f) * -0x7a143595
    val again = (mixed xor (mixed ushr 15)) * -0x3d4d51cb
    val hash = again xor (again ushr 16)
    // In floating point, as every other reader does it: the same rounding finds the same slot.
    return ((hash.toLong() and 0xffff_ffffL).toDouble() * (slots / 4294967296.0)).toInt()
}

// As Buffer, not ByteBuffer: Java 9 gave ByteBuffer a position() of its own, which Android 7 and 8 do not have.
internal fun window(buffer: Buffer, from: Int, to: Int) {
    buffer.limit(to)
    buffer.position(from)
}

internal fun checksum(bytes: ByteBuffer, from: Int, to: Int, into: CRC32 = CRC32()): Int {
    val part = bytes.duplicate().also { window(it, from, to) }
    val piece = ByteArray(minOf(BLOCK_BYTES, to - from))
    while (part.hasRemaining()) {
        val length = minOf(piece.size, part.remaining())
        part.get(piece, 0, length)
        into.update(piece, 0, length)
    }
    return into.value.toInt()
}
