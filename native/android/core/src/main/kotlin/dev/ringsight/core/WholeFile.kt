// Writes files that others read at any moment: beside their place first, then renamed. Nobody sees half of one.
package dev.ringsight.core

import java.io.File
import java.io.FileOutputStream

/**
 * Puts a new file in place of [file], as a whole or not at all: written beside it, synced, renamed. What was written is gone when
 * something fails.
 *
 * @param judge throws when what was written is not to take the place
 */
fun replaceFile(file: File, judge: (File) -> Unit = {}, write: (FileOutputStream) -> Unit) {
    val fresh = File(file.path + FRESH)
    try {
        FileOutputStream(fresh).use { stream ->
            write(stream)
            stream.fd.sync()
        }
        judge(fresh)
        check(fresh.renameTo(file)) { "expected to replace ${file.name}, but it could not be renamed into place" }
    } catch (failure: Exception) {
        fresh.delete()
        throw failure
    }
}

/** Removes a file and what an interrupted [replaceFile] has left of it. */
fun removeFile(file: File) {
    File(file.path + FRESH).delete()
    file.delete()
}

private const val FRESH = ".new"
