// The mode of the sound while calls go on: Telecom changes it (AOSP packages/services/Telecomm, CallAudioModeStateMachine), and any app
// may look. So an app with the role alone, which Android tells of a call's end and of nothing before, hears that it was answered.
package dev.ringsight.android

import android.content.Context
import android.media.AudioManager
import android.os.Handler
import android.os.Looper
import dev.ringsight.core.SoundMode

internal class SoundWatch(context: Context, private val onChange: (SoundMode) -> Unit) {
    private val audio = context.getSystemService(AudioManager::class.java)
    private val main = Handler(Looper.getMainLooper())
    private val look = Runnable { lookAgain() }

    // Of a class that API 31 has: AudioManager.OnModeChangedListener.
    private var listener: Any? = null
    private var seen = SoundMode.NORMAL
    private var isOn = false
    private var looksLeft = 0

    fun mode(): SoundMode = modeOf(audio.mode)

    fun start() {
        if (isOn) return
        isOn = true
        seen = mode()
        looksLeft = MOST_LOOKS
        if (!isAtLeast(31) || !listen()) main.postDelayed(look, LOOK_MS)
    }

    // A call that another filter has stopped, say, never rings (AND-11), and nobody tells of it: no phone rings for so long.
    private fun lookAgain() {
        // As long as two speak there is no telling how long it goes on; before API 30 nothing else says how it ends.
        if (seen != SoundMode.IN_CALL) looksLeft -= 1
        if (looksLeft > 0) see(audio.mode) else stop()
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
        val now = modeOf(mode)
        val isNews = now != seen
        seen = now
        if (isNews) looksLeft = MOST_LOOKS
        if (listener == null) main.postDelayed(look, LOOK_MS)
        if (isNews) onChange(now)
    }

    private fun modeOf(mode: Int) = when (mode) {
        AudioManager.MODE_IN_CALL, AudioManager.MODE_IN_COMMUNICATION -> SoundMode.IN_CALL
        AudioManager.MODE_RINGTONE -> SoundMode.RINGTONE
        else -> SoundMode.NORMAL
    }

    private companion object {
        const val LOOK_MS = 500L

        /** Of three minutes. */
        const val MOST_LOOKS = 360
    }
}
