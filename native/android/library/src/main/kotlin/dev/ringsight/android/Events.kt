// Events as JSON, for the app's JavaScript. With the number in full: they are the app's own data, in its private folder,
// and never a log.
package dev.ringsight.android

import dev.ringsight.core.CallRecord
import dev.ringsight.core.Caller
import dev.ringsight.core.Damage
import org.json.JSONArray
import org.json.JSONObject

internal fun describeCall(record: CallRecord, caller: Caller): String = JSONObject()
    .put("type", "call")
    .put("direction", record.direction?.name?.lowercase() ?: JSONObject.NULL)
    .put("result", record.result.word)
    .put("isSure", record.isSure)
    .put("e164", caller.e164 ?: JSONObject.NULL)
    .put("contactIds", JSONArray(contactIdsOf(caller)))
    .put("startedAt", record.startedAt)
    .put("answeredAt", record.answeredAt ?: JSONObject.NULL)
    .put("endedAt", record.endedAt ?: JSONObject.NULL)
    .put("duration", record.duration?.name ?: JSONObject.NULL)
    .toString()

internal fun describeDamage(reason: Damage): String =
    JSONObject().put("type", "snapshot-damaged").put("reason", reason.word).toString()

internal fun describeFailure(failure: Exception): String =
    JSONObject().put("type", "failure").put("kind", failure.javaClass.simpleName).toString()

/** [count] events went before the app has taken them: it has taken none for long. */
internal fun describeLoss(count: Int): String =
    JSONObject().put("type", "failure").put("kind", "EventsLost").put("count", count).toString()

internal fun describeSyncDue(): String = JSONObject().put("type", "sync-due").toString()

private fun contactIdsOf(caller: Caller): List<String> = when (caller) {
    is Caller.Named -> caller.entry.ids
    is Caller.Saved -> caller.ids
    is Caller.NoNumber, is Caller.Special, is Caller.Unknown -> emptyList()
}
