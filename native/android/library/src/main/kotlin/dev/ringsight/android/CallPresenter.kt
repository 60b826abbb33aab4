// Shows who is calling, who called, and asks how it went: over the ringing phone where the app may draw there, else as a
// notification. Knows no rule of calls. Text is data: it is set as text and never as markup.
package dev.ringsight.android

import android.app.ActivityManager
import android.app.KeyguardManager
import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.graphics.Color
import android.graphics.PixelFormat
import android.net.Uri
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.provider.Settings
import android.view.Gravity
import android.view.View
import android.view.WindowManager
import android.widget.LinearLayout
import android.widget.TextView
import dev.ringsight.core.Caller
import dev.ringsight.core.FollowUp
import dev.ringsight.core.Offer
import dev.ringsight.core.Shown
import java.util.Objects
import java.util.concurrent.atomic.AtomicInteger

/** @param onOffer the user has tapped what a card offers for a number */
internal class CallPresenter(
    private val context: Context,
    private val onOffer: (e164: String, Offer) -> Unit,
) {
    private val notifications = context.getSystemService(NotificationManager::class.java)
    private val windows = context.getSystemService(WindowManager::class.java)
    private val main = Handler(Looper.getMainLooper())
    private val keyguard = context.getSystemService(KeyguardManager::class.java)
    private val told = AtomicInteger()

    /** By the number as the network wrote it, the first first. */
    private val cards = LinkedHashMap<String, Card>()

    /** @property calls from that number that have begun and not ended */
    private class Card(val view: View?, val calls: Int, val timer: Runnable)

    /**
     * @property small why this name of several, and how old what is shown is
     * @property offer what one tap says of a number that several contacts have
     */
    class ShownCaller(val caller: Caller.Named, val small: List<String>, val offer: Offer?)

    /** name, company and deal, beside those of other calls. Null where Android shows neither card nor notification. */
    fun show(number: String, shown: ShownCaller): Shown? = put(number, shown, (cards[number]?.calls ?: 0) + 1)

    /**
     * Who it was has been said, or taken back: cards, and the notices of calls that are over, name whom that makes of it.
     *
     * @param named how a number is shown now; null for one that it is not about
     */
    fun rename(named: (number: String) -> ShownCaller?) {
        // An app's page may say it from any thread, and a card is the main one's.
        if (Looper.getMainLooper().isCurrentThread) {
            renameNow(named)
        } else {
            main.post {
                guarded(context) { renameNow(named) }
            }
        }
    }

    private fun renameNow(named: (number: String) -> ShownCaller?) {
        for ((number, card) in cards.toList()) named(number)?.let { put(number, it, card.calls) }
        for (notice in notifications.activeNotifications) {
            val e164 = notice.notification.extras.getString(E164) ?: continue
            val (caller, offer) = named(e164)?.let { it.caller to it.offer } ?: continue
            val (label, contactId) = caller.entry.label to caller.entry.ids.first()
            when (notice.id) {
                MISSED_ID -> tellMissed(
                    FollowUp.MissedNotice("Missed call: $label", e164, contactId),
                    offer,
                    notice.tag,
                )

                OUTCOME_ID -> notifyOutcome(FollowUp.Outcome(label, e164, contactId), offer, notice.tag)
            }
        }
    }

    private fun put(number: String, shown: ShownCaller, calls: Int): Shown? {
        drop(number)
        val view = drawCard(number, shown)
        // On a locked phone a card is seen only where the dialer's screen stands over the lock, and nobody says whether it does
        // (AOSP frameworks/base, DisplayPolicy.shouldBeHiddenByKeyguard): then the notification is there too, without a sound.
        if (view == null || keyguard.isKeyguardLocked) notifyRinging(number, shown, isQuiet = view != null)
        // Without the phone permission nobody may say that the call was answered.
        val timer = Runnable { drop(number) }.also { main.postDelayed(it, LONGEST_RING_MS) }
        cards[number] = Card(view, calls, timer)
        stack()
        return if (view != null) Shown.CARD else Shown.NOTIFICATION.takeIf { notifications.areNotificationsEnabled() }
    }

    /** A call from that number is over. */
    fun hide(number: String) {
        val card = cards[number]
        if (card == null || card.calls == 1) return drop(number)
        cards[number] = Card(card.view, card.calls - 1, card.timer)
    }

    /** No call rings any more. */
    fun hide() {
        cards.keys.toList().forEach(::drop)
        // And what a process before this one has left.
        cancelNotices { it == RINGING_ID }
    }

    /** Takes away everything that names somebody. */
    fun forget() {
        if (Looper.getMainLooper().isCurrentThread) hide() else main.post(::hide)
        cancelNotices { it in setOf(RINGING_ID, MISSED_ID, OUTCOME_ID) }
    }

    private fun drop(number: String) {
        notifications.cancel(number, RINGING_ID)
        val card = cards.remove(number) ?: return
        main.removeCallbacks(card.timer)
        card.view?.let { ignoring { windows.removeView(it) } }
        stack()
    }

    // One below the other, or the later would cover the earlier.
    private fun stack() {
        var top = 0
        for (view in cards.values.mapNotNull { it.view }) {
            val place = view.layoutParams as WindowManager.LayoutParams
            if (place.y != top) ignoring { windows.updateViewLayout(view, place.apply { y = top }) }
            val width = View.MeasureSpec.makeMeasureSpec(
                context.resources.displayMetrics.widthPixels,
                View.MeasureSpec.EXACTLY,
            )
            view.measure(width, View.MeasureSpec.UNSPECIFIED)
            top += view.measuredHeight
        }
    }

    private fun cancelNotices(which: (id: Int) -> Boolean) =
        notifications.activeNotifications.filter { which(it.id) }.forEach { notifications.cancel(it.tag, it.id) }

    /** Dropped without a word where notifications are denied (AND-49): PhoneStatus says so. */
    fun tellMissed(notice: FollowUp.MissedNotice, offer: Offer?, tag: String = nextTag()) {
        val call = CallBackActivity.intent(context, notice.e164, tag)
        val built = builder(MISSED, notice.title)
            .setContentIntent(open(viewContact(notice.contactId)))
            .addAction(action("View contact", viewContact(notice.contactId)))
            .addAction(action("Call back", call))
            .offer(notice.e164, offer)
            .setCategory(Notification.CATEGORY_MISSED_CALL)
            .build()
        notifications.notify(tag, MISSED_ID, built)
    }

    /** From behind, a screen opens only for who may draw over others, or is in front (AND-51); else a notification asks. */
    fun askOutcome(outcome: FollowUp.Outcome, offer: Offer?, mayOpenScreen: Boolean) {
        val mayOpen = mayOpenScreen || Settings.canDrawOverlays(context) || isInFront()
        if (mayOpen && start(logOutcome(outcome))) return
        notifyOutcome(outcome, offer, nextTag())
    }

    private fun notifyOutcome(outcome: FollowUp.Outcome, offer: Offer?, tag: String) {
        val title = if (outcome.title.isEmpty()) "How did the call go?" else "How did the call go? ${outcome.title}"
        val built = builder(MISSED, title)
            .setContentIntent(open(logOutcome(outcome)))
            .apply { outcome.e164?.let { offer(it, offer) } }
        notifications.notify(tag, OUTCOME_ID, built.build())
    }

    /** From a card: who may draw one may open a screen from behind (AND-51). */
    fun start(intent: Intent): Boolean =
        ignoring { context.startActivity(intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)) }

    // The number is there to find the notice by when somebody has said who it was.
    private fun Notification.Builder.offer(e164: String, offer: Offer?): Notification.Builder {
        if (offer == null) return this
        val choose = ChooseCallerActivity.intent(context, e164, offer)
        return addExtras(Bundle().apply { putString(E164, e164) })
            .addAction(action(ChooseCallerActivity.titleOf(offer), choose))
    }

    private fun isInFront(): Boolean {
        val process = ActivityManager.RunningAppProcessInfo()
        ActivityManager.getMyMemoryState(process)
        return process.importance == ActivityManager.RunningAppProcessInfo.IMPORTANCE_FOREGROUND
    }

    // Each call has its own notice. The time keeps those of a process before apart.
    private fun nextTag(): String = "${System.currentTimeMillis()}-${told.incrementAndGet()}"

    private fun drawCard(number: String, shown: ShownCaller): View? {
        if (!Settings.canDrawOverlays(context)) return null
        val entry = shown.caller.entry
        val text = line(listOfNotNull(entry.label, entry.deal) + shown.small) {
            drop(number)
            start(viewContact(entry.ids.first()))
        }
        val view = LinearLayout(context).apply {
            orientation = LinearLayout.VERTICAL
            setBackgroundColor(Color.rgb(33, 37, 41))
            addView(text)
        }
        shown.offer?.let { offer ->
            view.addView(line(listOf(ChooseCallerActivity.titleOf(offer))) { onOffer(shown.caller.e164, offer) })
        }
        // An overlay that may not be drawn after all fails (AND-50).
        return view.takeIf { ignoring { windows.addView(it, overlay()) } }
    }

    private fun line(lines: List<String>, onTap: () -> Unit) = TextView(context).apply {
        text = lines.joinToString("\n")
        textSize = TEXT_SP
        maxLines = MOST_LINES
        setTextColor(Color.WHITE)
        setPadding(PADDING_PX, PADDING_PX, PADDING_PX, PADDING_PX)
        setOnClickListener { onTap() }
    }

    // Over the lock screen too. The flag is deprecated for activities, which have a method for it; a window has the flag alone.
    @Suppress("DEPRECATION")
    private fun overlay() = WindowManager.LayoutParams(
        WindowManager.LayoutParams.MATCH_PARENT,
        WindowManager.LayoutParams.WRAP_CONTENT,
        // What an app may add before API 26, and from then on.
        if (isAtLeast(26)) {
            WindowManager.LayoutParams.TYPE_APPLICATION_OVERLAY
        } else {
            WindowManager.LayoutParams.TYPE_PHONE
        },
        WindowManager.LayoutParams.FLAG_NOT_FOCUSABLE or WindowManager.LayoutParams.FLAG_SHOW_WHEN_LOCKED,
        PixelFormat.TRANSLUCENT,
    ).apply { gravity = Gravity.TOP }

    private fun notifyRinging(number: String, shown: ShownCaller, isQuiet: Boolean) {
        val (label, deal, ids) = shown.caller.entry
        val built = builder(RINGING, label)
            .setContentText(deal ?: shown.caller.e164)
            .setSubText(shown.small.joinToString(" · ").ifEmpty { null })
            .offer(shown.caller.e164, shown.offer)
            .setContentIntent(open(viewContact(ids.first())))
            .setCategory(Notification.CATEGORY_CALL)
            .vanishAfter(LONGEST_RING_MS)
            .apply { if (isQuiet) silence() }
            .build()
        notifications.notify(number, RINGING_ID, built)
    }

    @Suppress("DEPRECATION")
    private fun builder(channel: Channel, title: String): Notification.Builder {
        val builder = if (isAtLeast(26)) {
            // Made anew each time: that changes nothing of a channel that is there, and the user may have changed it.
            notifications.createNotificationChannel(NotificationChannel(channel.id, channel.title, channel.importance))
            Notification.Builder(context, channel.id)
        } else {
            Notification.Builder(context).setPriority(channel.priority)
        }
        // On a locked screen the system shows that there is something, not whom it names.
        return builder.setSmallIcon(channel.icon)
            .setContentTitle(title)
            .setAutoCancel(true)
            .setVisibility(Notification.VISIBILITY_PRIVATE)
    }

    private fun Notification.Builder.vanishAfter(ms: Long): Notification.Builder =
        if (isAtLeast(26)) setTimeoutAfter(ms) else this

    private fun Notification.Builder.silence() {
        if (isAtLeast(26)) setGroup(QUIET).setGroupAlertBehavior(Notification.GROUP_ALERT_SUMMARY)
    }

    private fun action(title: String, intent: Intent): Notification.Action =
        Notification.Action.Builder(null as android.graphics.drawable.Icon?, title, open(intent)).build()

    // One for each address and number: with one request code for all, a later call's would take the place of an earlier one's.
    private fun open(intent: Intent): PendingIntent = PendingIntent.getActivity(
        context,
        Objects.hash(intent.data, intent.getStringExtra("e164")),
        intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK),
        PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT,
    )

    // To this app alone: any other may claim the scheme.
    private fun viewContact(contactId: String): Intent = toApp("contact", contactId)

    private fun logOutcome(outcome: FollowUp.Outcome): Intent = toApp("outcome", outcome.contactId)
        .apply { outcome.e164?.let { putExtra("e164", it) } }

    private fun toApp(host: String, id: String?): Intent {
        val address = Uri.Builder().scheme(SCHEME).authority(host).apply { id?.let(::appendPath) }.build()
        return Intent(Intent.ACTION_VIEW, address)
            .setPackage(context.packageName)
            .addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
    }

    private inline fun ignoring(act: () -> Unit): Boolean = try {
        act()
        true
    } catch (_: RuntimeException) {
        // No window token, no activity for the address, a permission that went this moment: the next way is tried.
        false
    }

    private class Channel(val id: String, val title: String, val importance: Int, val priority: Int, val icon: Int)

    companion object {
        internal fun cancelMissed(context: Context, tag: String?) =
            context.getSystemService(NotificationManager::class.java).cancel(tag, MISSED_ID)

        private const val SCHEME = "ringsight"

        // No network lets a phone ring for so long.
        private const val LONGEST_RING_MS = 120_000L
        private const val TEXT_SP = 18f
        private const val PADDING_PX = 48
        private const val MOST_LINES = 6
        private const val E164 = "dev.ringsight.e164"
        private const val QUIET = "ringsight.quiet"
        private const val RINGING_ID = 7001
        private const val MISSED_ID = 7002
        private const val OUTCOME_ID = 7003

        @Suppress("DEPRECATION")
        private val RINGING = Channel(
            "ringsight.ringing",
            "Who is calling",
            NotificationManager.IMPORTANCE_HIGH,
            Notification.PRIORITY_HIGH,
            android.R.drawable.sym_call_incoming,
        )

        @Suppress("DEPRECATION")
        private val MISSED = Channel(
            "ringsight.missed",
            "Missed calls and outcomes",
            NotificationManager.IMPORTANCE_DEFAULT,
            Notification.PRIORITY_DEFAULT,
            android.R.drawable.sym_call_missed,
        )
    }
}
