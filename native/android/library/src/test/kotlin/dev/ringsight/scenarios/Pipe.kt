// Lines from Ringsight and to it. One for the process, whatever class loaders Robolectric makes.
package dev.ringsight.scenarios

import java.io.FileDescriptor
import java.io.FileOutputStream

object Pipe {
    private val from = System.`in`.bufferedReader()
    private val to = FileOutputStream(FileDescriptor.out).bufferedWriter()
    private var next: String? = null

    fun hasNext(): Boolean = peek() != null

    /** The next line, which stays the next one; null at the end. */
    fun peek(): String? = next ?: from.readLine().also { next = it }

    fun take(): String? = peek().also { next = null }

    fun say(line: String) {
        to.write(line)
        to.write("\n")
    }

    fun flush() = to.flush()
}
