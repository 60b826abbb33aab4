// The calls that are not over, in a file: Android may end the process between any two events of a call.
package dev.ringsight.android

import dev.ringsight.core.CallSession
import dev.ringsight.core.decodeSession
import dev.ringsight.core.encodeSession
import dev.ringsight.core.removeFile
import dev.ringsight.core.replaceFile
import java.io.File
import java.io.IOException

internal class SessionFile(private val file: File) {
    private var known: CallSession? = null

    fun read(): CallSession = known ?: readFile().also { known = it }

    fun write(session: CallSession) {
        if (session == known) return
        // Where it cannot be written, this process goes on with it.
        known = session
        replaceFile(file) { it.write(encodeSession(session).toByteArray()) }
    }

    fun clear() {
        removeFile(file)
        known = null
    }

    private fun readFile(): CallSession = try {
        if (file.exists()) decodeSession(file.readText()) else CallSession()
    } catch (_: IOException) {
        CallSession()
    }
}
