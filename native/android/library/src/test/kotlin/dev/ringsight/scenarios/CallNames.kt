// Which call it is of which the library tells. The names are Ringsight's own: an app under test says whose outcome it asks for, and
// no platform tells an app more than when a call began, and of which end it hears.
package dev.ringsight.scenarios

import org.json.JSONObject

/** @param kept those of the processes before */
internal class CallNames(kept: JSONObject?) {
    private val names = mutableMapOf<Long, String>().apply {
        kept?.keys()?.forEach { put(it.toLong(), kept.getString(it)) }
    }

    fun kept() = JSONObject(names.mapKeys { (at) -> at.toString() })

    fun note(signal: JSONObject) {
        if (signal.has("callId")) names[signal.getLong("at")] = signal.getString("callId")
    }

    fun begunAt(at: Long): String? = names[at]

    /** @param record an event of the library's, of a call that is over by that signal */
    fun of(record: JSONObject, signal: JSONObject): String? =
        when (signal.getString("type")) {
            "post-call" -> signal.getString("callId")
            "call-log" -> signal.getJSONObject("row").getString("callId")
            else -> names[record.getLong("startedAt")]
        }
}
