// What the library shows, as requests of an app under test: what of it is new since the last look, and what is gone.
package dev.ringsight.scenarios

import android.app.Notification
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Intent
import android.service.notification.StatusBarNotification
import android.view.View
import android.view.ViewGroup
import android.view.WindowManager
import android.widget.TextView
import dev.ringsight.android.CallBackActivity
import dev.ringsight.android.CallerId
import dev.ringsight.android.Telephone
import dev.ringsight.core.Caller
import org.json.JSONArray
import org.json.JSONObject
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf

internal class ShownByApp(private val phone: Telephone, private val calls: CallNames) {
    private var cards = emptyMap<View, Pair<String, String>>()
    private var notices = emptyMap<String, StatusBarNotification>()
    private var count = 0
    private val told = mutableSetOf<String>()

    /** An app keeps what the library tells of calls until it has dealt with them. */
    private val records = mutableListOf<JSONObject>()

    fun changes(signal: JSONObject): List<JSONObject> {
        phone.events("call").forEach { record -> records += record.put("callId", calls.of(record, signal)) }
        val failure = phone.events("failure").firstOrNull()
        check(failure == null) { "expected no failure within the library, found $failure" }
        phone.ringsight.removeEvents(phone.ringsight.readEvents().size)
        return identified() + cardChanges() + noticeChanges() + startedActivities(signal)
    }

    // Each call once, as soon as its number is known.
    private fun identified(): List<JSONObject> = CallerId.of(phone.app).knownCallers()
        .mapNotNull { (startedAt, caller) ->
            val callId = calls.begunAt(startedAt)?.takeIf(told::add) ?: return@mapNotNull null
            JSONObject().put("type", "identified").put("callId", callId).put("as", kindOf(caller))
        }

    private fun kindOf(caller: Caller): String = when (caller) {
        is Caller.Known -> "known"
        is Caller.Shared -> "shared"
        is Caller.Saved -> "saved"
        is Caller.NoNumber -> "no-number"
        is Caller.Special -> "special"
        is Caller.Unknown -> "unknown"
    }

    /** The user taps a notification of the app's, or a button on it. What the app asks for by it at once. */
    fun tap(signal: JSONObject): List<JSONObject> {
        val notice = notices[signal.getString("id")]?.notification ?: return ofProcessBefore(signal)
        val button = notice.actions?.find { it.title.toString() == signal.getString("action") }
        (button?.actionIntent ?: notice.contentIntent).send()
        // A button leaves the notification; only a tap on the rest of it takes it away.
        val isTaken = button == null && notice.flags and Notification.FLAG_AUTO_CANCEL != 0
        if (isTaken) {
            manager().cancel(
                notices.getValue(signal.getString("id")).tag,
                notices.getValue(signal.getString("id")).id,
            )
        }
        return emptyList()
    }

    // Android keeps the intents of a process that has ended; Robolectric has a new phone for each process.
    private fun ofProcessBefore(signal: JSONObject): List<JSONObject> {
        val id = signal.getString("id")
        val page = request("open-page", id)
        val taken = request("cancel-notification", id)
        return when {
            signal.getString("kind") == "outcome" ->
                listOf(taken, page.put("page", "outcome").put("call", signal.getJSONObject("call")))

            signal.getString("action") == "Call back" ->
                listOf(taken, request("place-call", id).put("number", signal.getString("number")))

            else -> listOf(page.put("page", "contact").put("contactId", signal.getString("contactId")))
        }
    }

    private fun cardChanges(): List<JSONObject> {
        val now = phone.views().associateWith { view -> cards[view] ?: ("card-${++count}" to textOf(view)) }
        val gone = (cards - now.keys).values.map { (id) -> request("remove-card", id) }
        val added = (now - cards.keys).map { (view, card) ->
            val window = view.layoutParams as WindowManager.LayoutParams

            @Suppress("DEPRECATION")
            val isOverLock = window.flags and WindowManager.LayoutParams.FLAG_SHOW_WHEN_LOCKED != 0
            request("add-overlay", card.first).put("text", card.second).put("isOverLock", isOverLock)
        }
        cards = now
        return gone + added
    }

    // Below it stands what one tap would say.
    private fun textOf(view: View): String = ((view as ViewGroup).getChildAt(0) as TextView).text.toString()

    private fun noticeChanges(): List<JSONObject> {
        val now = manager().activeNotifications.associateBy { "${it.id}-${it.tag}" }
        fun isAsBefore(id: String) = notices[id]?.let(::wordsOf) == now[id]?.let(::wordsOf)
        val gone = notices.filterKeys { !isAsBefore(it) }.map { (id, each) ->
            request(if (isOfRinging(each)) "remove-card" else "cancel-notification", id)
        }
        val added = now.filterKeys { !isAsBefore(it) }.map { (id, each) -> noticeRequest(id, each) }
        notices = now
        return gone + added
    }

    private fun wordsOf(each: StatusBarNotification): List<String> =
        listOf(Notification.EXTRA_TITLE, Notification.EXTRA_TEXT, Notification.EXTRA_SUB_TEXT)
            .mapNotNull { each.notification.extras.getCharSequence(it)?.toString() }

    private fun isOfRinging(each: StatusBarNotification) = each.notification.category == Notification.CATEGORY_CALL

    private fun noticeRequest(id: String, each: StatusBarNotification): JSONObject {
        val (notice, words) = each.notification to wordsOf(each)
        if (isOfRinging(each)) return request("notify-call", id).put("text", words.joinToString("\n"))
        val intent = intentOf(notice.contentIntent)
        if (intent.data?.authority ==
            "outcome"
        ) {
            return request("notify", id).put("kind", "outcome").put("call", callOf(intent))
        }
        val buttons = notice.actions.orEmpty()
        val number = buttons.map { intentOf(it.actionIntent) }.firstNotNullOfOrNull {
            it.data?.takeIf { data ->
                data.scheme ==
                    "tel"
            }
        }
        return request("notify", id)
            .put("kind", "missed-call")
            .put("title", words.first())
            .put("contactId", intent.data?.lastPathSegment)
            .put("number", number?.schemeSpecificPart)
            .put("actions", JSONArray(buttons.map { it.title.toString() }))
    }

    private fun startedActivities(signal: JSONObject): List<JSONObject> = generateSequence { phone.opened() }
        .mapNotNull { intent -> requestOf(intent, isTapped = signal.getString("type") == "notification-action") }
        .toList()

    private fun requestOf(intent: Intent, isTapped: Boolean): JSONObject? = when {
        intent.component?.className == CallBackActivity::class.java.name -> {
            Robolectric.buildActivity(CallBackActivity::class.java, intent).create()
            null
        }

        intent.action == Intent.ACTION_DIAL ->
            JSONObject().put("type", "place-call").put("number", intent.data?.schemeSpecificPart)

        intent.data?.authority == "contact" ->
            JSONObject().put("type", "open-page").put("page", "contact").put("contactId", intent.data?.lastPathSegment)

        isTapped -> JSONObject().put("type", "open-page").put("page", "outcome").put("call", callOf(intent))

        else -> request("start-activity", "outcome-${++count}").put("call", callOf(intent))
    }

    // The app's page is told whose outcome it is; when the call was, and how long, is in the event of the same call.
    private fun callOf(intent: Intent): JSONObject {
        val number = intent.getStringExtra("e164")
        val record = records.last { it.textOrNull("e164") == number }
        val spoken = if (record.isNull("answeredAt")) 0 else record.getLong("endedAt") - record.getLong("answeredAt")
        val atLeast = SPOKEN_MS[record.optString("duration")] ?: 0
        return JSONObject()
            .put("callId", record.opt("callId"))
            .put("contactId", intent.data?.lastPathSegment ?: JSONObject.NULL)
            .put("number", number.orEmpty())
            .put("direction", record.getString("direction"))
            .put("startedAt", record.getLong("startedAt"))
            .put("durationSeconds", maxOf(spoken, atLeast) / 1000.0)
    }

    private fun intentOf(pending: PendingIntent): Intent = shadowOf(pending).savedIntent

    private fun manager() = phone.app.getSystemService(NotificationManager::class.java)

    private fun request(type: String, id: String) = JSONObject().put("type", type).put("id", id)

    private companion object {
        // At least so long the two have spoken (AND-31).
        val SPOKEN_MS = mapOf("SHORT" to 3_000L, "MEDIUM" to 60_000L, "LONG" to 120_000L)
    }
}
