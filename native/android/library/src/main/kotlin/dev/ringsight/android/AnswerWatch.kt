// Says that a call was answered, to who holds the role alone: Android tells such an app of a call's end and of nothing before,
// but Telecom changes the mode of the sound (AOSP packages/services/Telecomm, CallAudioModeStateMachine).
package dev.ringsight.android

import android.content.Context
import android.media.AudioManager
import android.os.Handler

internal class AnswerWatch(context: Context, private val main: Handler, private val onAnswered: () -> Unit) {
    private val audio = context.getSystemService(AudioManager::class.java)
    private val look = Runnable { see(mode()) }

    // Of a class that API 31 has: AudioManager.OnModeChangedListener.
    private var listener: Any? = null
    private var wasInCall = false
    private var isOn = false

    fun mode(): Int = audio.mode

    fun isInCall(): Boolean = isCall(mode())

    fun start() {
        if (isOn) return
        isOn = true
        wasInCall = isInCall()
        if (!isAtLeast(31) || !listen()) main.postDelayed(look, LOOK_MS)
    }

    fun stop() {
        isOn = false
        main.removeCallbacks(look)
        if (isAtLeast(31)) (listener as? AudioManager.OnModeChangedListener)?.let(audio::removeOnModeChangedListener)
        listener = null
    }

    /** False where the system cannot be asked to tell: then it is looked at. */
    private fun listen(): Boolean = try {
        val listening = AudioManager.OnModeChangedListener(::see)
        audio.addOnModeChangedListener(main::post, listening)
        listener = listening
        true
    } catch (_: RuntimeException) {
        false
    } catch (_: LinkageError) {
        false
    }

    // A call that waits while another goes on changes nothing when it is answered.
    private fun see(mode: Int) {
        if (!isOn) return
        if (isCall(mode) && !wasInCall) return onAnswered()
        wasInCall = isCall(mode)
        if (listener == null) main.postDelayed(look, LOOK_MS)
    }

    private fun isCall(mode: Int) = mode == AudioManager.MODE_IN_CALL || mode == AudioManager.MODE_IN_COMMUNICATION

    private companion object {
        const val LOOK_MS = 500L
    }
}
