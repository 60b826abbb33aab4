// A phone on the table for tests: somebody is signed in, and Anna Byrne's name is on it.
package dev.ringsight.android

import android.app.Notification
import android.app.NotificationManager
import android.media.AudioManager
import android.telephony.TelephonyManager
import android.view.View
import android.view.ViewGroup
import android.view.WindowManager
import android.widget.TextView
import dev.ringsight.core.CallEvent
import dev.ringsight.core.LogCalls
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowSettings
import java.io.File

internal const val ACME = "822b33ad87c148a0"
internal const val ANNA = "+353871234567"
internal const val ANNA_LABEL = "Anna Byrne · Acme Ltd"
internal const val ANNA_DEAL = "Renewal EUR 12,500"
internal const val ANNA_CARD = "$ANNA_LABEL\n$ANNA_DEAL"

/** Of shared.idx: two numbers, each of several contacts. */
internal const val MARY = "+35315550100"
internal const val MARY_CARD = "Mary Walsh +2 others\nRenewal EUR 12,500"
internal const val SHARED_ANNA_LABEL = "Anna Byrne +1 other · Acme Ltd"

internal class Phone(hasRole: Boolean = true, canDrawOverlays: Boolean = true) : Telephone() {
    private val vectors = File(System.getProperty("ringsight.repository"), "fixtures/vectors")

    /** Another app has taken it (AND-47). */
    fun loseRole() = setRole(false)

    init {
        ShadowSettings.setCanDrawOverlays(canDrawOverlays)
        shadowOf(app.getSystemService(TelephonyManager::class.java)).setSimCountryIso("ie")
        setRole(hasRole)
        setInFront(false)
        forget()
        ringsight.setCallerId(true)
        ringsight.signIn(ACME)
        publish("one.idx")
    }

    // A test may put several phones on the table; Robolectric has one.
    private fun forget() {
        CallerId.of(app).onQuiet(CallEvent.Reboot(System.currentTimeMillis()))
        ringsight.signOut()
        ringsight.setLogCalls(LogCalls.UNTOUCHED)
        ringsight.removeEvents(ringsight.readEvents().size)
        app.getSystemService(NotificationManager::class.java).cancelAll()
        soundMode(AudioManager.MODE_NORMAL)
        lock(false)
        shadowOf(app).clearNextStartedActivities()
    }

    fun publish(name: String) = ringsight.publishSnapshot(File(vectors, name).path)

    fun publishDelta(name: String) = ringsight.publishDelta(File(vectors, "deltas/$name").path)

    /** Puts bytes where the snapshot is, as a torn copy would. */
    fun damage(name: String) {
        File(vectors, name).copyTo(File(app.noBackupFilesDir, "ringsight/callerid.idx"), overwrite = true)
    }

    /** What stands over the ringing phone. */
    fun card(): View? = views().singleOrNull()

    /** The text of each card, the upper first. */
    fun cards(): List<String> =
        views().sortedBy { (it.layoutParams as WindowManager.LayoutParams).y }.map(::textOf)

    fun cardText(): String? = card()?.let(::textOf)

    /** Without the last line, which says how old it is. */
    private fun textOf(card: View): String = linesOf(card).first().text.lines().dropLast(1).joinToString("\n")

    /** What can be tapped on a card: who calls, and what is offered where several may be calling. */
    fun linesOf(card: View): List<TextView> = (card as ViewGroup).let { (0 until it.childCount).map(it::getChildAt) }
        .map { it as TextView }

    fun titles(): List<String> = notices().map { it.extras.getCharSequence(Notification.EXTRA_TITLE).toString() }

    fun texts(): List<String> = notices().map { it.extras.getCharSequence(Notification.EXTRA_TEXT).toString() }
}
