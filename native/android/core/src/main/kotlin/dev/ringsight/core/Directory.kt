// The snapshot that the phone has now: published by JavaScript, opened once, opened anew when a newer one is there. Tells
// of damage once a snapshot. Knows nothing of what is shown.
package dev.ringsight.core

import java.io.File

/** @param onDamage why a snapshot is refused, or names nobody; once for each */
class Directory(private val folder: File, private val onDamage: (Damage) -> Unit) {
    private val file = File(folder, "callerid.idx")

    // Held by who changes the file, while it reads, copies and syncs; a call never waits for that. What is open is behind the
    // monitor of this, for a look alone.
    private val publishing = Any()
    private var opened: Opened? = null
    private var seen: Triple<Long, Long, String?>? = null
    private var isToldUnreadable = false

    /** The snapshot of a workspace as it is now. Costs a look at the file's time and size when nothing has changed. */
    @Synchronized
    fun open(workspaceHash: String?): Opened {
        val now = Triple(file.lastModified(), file.length(), workspaceHash)
        val isSame = now == seen
        seen = now
        return opened.takeIf { isSame } ?: openAnew(workspaceHash, isSame)
    }

    // What is there and cannot be read now, as with too many files open, may be read the next time: it is told of once all the same.
    private fun openAnew(workspaceHash: String?, isSame: Boolean): Opened {
        val isTold = isSame && isToldUnreadable
        val fresh = Snapshot.open(file, workspaceHash) { if (!isTold || it != Damage.UNREADABLE) onDamage(it) }
        isToldUnreadable = fresh is Damaged && fresh.reason == Damage.UNREADABLE
        opened = fresh.takeUnless { isToldUnreadable }
        return fresh
    }

    /**
     * Takes over a snapshot that was written elsewhere on the same storage, after reading all of it, unless it is damaged
     * or older than the one in use; that one stays then.
     *
     * @return null when it is in force, else why it is not
     */
    fun publish(source: File, workspaceHash: String?): PublishRefusal? = synchronized(publishing) {
        val fresh = Snapshot.open(source, workspaceHash, onDamage)
        if (fresh !is Snapshot || !fresh.isSound()) return PublishRefusal.DAMAGED
        val current = Snapshot.open(file)
        val isOlder = current is Snapshot && current.workspaceHash == fresh.workspaceHash &&
            Integer.compareUnsigned(fresh.generation, current.generation) < 0
        if (isOlder) return PublishRefusal.OLDER
        replaceFile(file) { stream -> source.inputStream().use { it.copyTo(stream) } }
        forget()
        return null
    }

    /**
     * Makes the snapshot in use the next one, by a delta that was written elsewhere (native/FORMAT.md, Deltas). The new one is
     * written beside it, and takes its place when it has been read back. A delta that is refused leaves the one in use.
     *
     * @return null when the next one is in force, else why it is not; then the whole one is to be fetched
     */
    fun publishDelta(source: File, workspaceHash: String?): DeltaRefusal? = synchronized(publishing) {
        try {
            val delta = Delta.read(source)
            val before = Snapshot.open(file) as? Snapshot ?: throw DeltaRefused(DeltaRefusal.NO_SNAPSHOT)
            refuseUnless(before.isSound(), DeltaRefusal.NO_SNAPSHOT)
            refuseUnless(workspaceHash in setOf(null, before.workspaceHash), DeltaRefusal.OTHER_WORKSPACE)
            val judge = { written: File -> refuseUnless(isReadBack(written, delta), DeltaRefusal.WRONG_RESULT) }
            replaceFile(file, judge) { writeApplied(before, delta, it) }
        } catch (refused: DeltaRefused) {
            return refused.reason
        }
        forget()
        return null
    }

    private fun isReadBack(written: File, delta: Delta): Boolean {
        val after = Snapshot.open(written) as? Snapshot ?: return false
        return after.isSound() && delta.header.indices.all { after.bytes.get(it) == delta.header[it] }
    }

    /** Nobody is signed in: nobody is named any more. */
    fun clear() = synchronized(publishing) {
        removeFile(file)
        forget()
    }

    // The next look opens the file that is there now, be it as large and as old as the one before.
    @Synchronized
    private fun forget() {
        opened = null
    }

    enum class PublishRefusal(val word: String) { DAMAGED("damaged"), OLDER("older") }
}
