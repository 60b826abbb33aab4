// From one start of the app's process to the next: a test, for Robolectric makes a phone that is new for each.
package dev.ringsight.scenarios

import org.json.JSONObject
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

@RunWith(PhoneRunner::class)
@Config(manifest = Config.NONE, sdk = [34])
class AppOnPhone {
    private lateinit var process: AppProcess

    @Test
    fun `answers what it is told`() {
        do {
            answer(JSONObject(checkNotNull(Pipe.take()))).forEach { Pipe.say(it.toString()) }
            Pipe.say("""{"type":"end"}""")
            Pipe.flush()
        } while (Pipe.hasNext() && JSONObject(checkNotNull(Pipe.peek())).getString("type") != "start")
    }

    private fun answer(message: JSONObject): List<JSONObject> {
        when (val type = message.getString("type")) {
            "start" -> process = AppProcess(message.optJSONObject("kept"), message.getJSONObject("daily"))
            "sign-in" -> process.signIn()
            "snapshot" -> process.publish(message)
            "signal" -> return process.hear(message)
            else -> error("expected start, sign-in, snapshot or signal, found $type")
        }
        return emptyList()
    }
}
