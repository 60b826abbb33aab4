package dev.ringsight.android

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Element
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

/** What the two manifests ask for, read as Android's own build would read them. */
class ManifestTest {
    private val main = Manifest("src/main/AndroidManifest.xml")
    private val callLog = Manifest("src/callLog/AndroidManifest.xml")

    @Test
    fun `R-13 AND-46 the default build asks for the overlay, and for no call log, contacts or phone state`() {
        val least = listOf(
            "INTERNET",
            "ACCESS_NETWORK_STATE",
            "RECEIVE_BOOT_COMPLETED",
            "POST_NOTIFICATIONS",
            "SYSTEM_ALERT_WINDOW",
        )
        assertEquals(least, main.permissions())
    }

    @Test
    fun `R-13 the article's way adds call log and phone, and nothing else`() {
        assertEquals(listOf("READ_PHONE_STATE", "READ_CALL_LOG"), callLog.permissions())
        assertEquals(listOf("dev.ringsight.android.PhoneStateReceiver"), callLog.components().map { it.name() })
        assertEquals(listOf("android.intent.action.PHONE_STATE"), callLog.component("PhoneStateReceiver").actions())
    }

    @Test
    fun `AND-02 the screening service has the guard and the action that the role asks for`() {
        val service = main.component("CallerIdScreeningService")
        assertEquals("android.permission.BIND_SCREENING_SERVICE", service.android("permission"))
        assertEquals(listOf("android.telecom.CallScreeningService"), service.actions())
        assertEquals("true", service.android("exported"))
    }

    @Test
    fun `AND-30 POST_CALL finds an activity`() {
        val activity = main.component("PostCallActivity")
        assertEquals(listOf(android.telecom.TelecomManager.ACTION_POST_CALL), activity.actions())
        assertEquals(listOf("android.intent.category.DEFAULT"), activity.all("category").map { it.name() })
    }

    @Test
    fun `AND-30 nobody but the system says that a call has ended`() {
        assertEquals("android.permission.MODIFY_PHONE_STATE", main.component("PostCallActivity").android("permission"))
    }

    @Test
    fun `AND-68 the dialer's directory is off, and guarded when it is on`() {
        val provider = main.component("ContactDirectoryProvider")
        assertEquals("false", provider.android("enabled"))
        assertEquals("android.permission.READ_CONTACTS", provider.android("readPermission"))
    }

    @Test
    fun `what is exported is what the system must reach`() {
        val exported = (main.components() + callLog.components()).filter { it.android("exported") == "true" }
        val names = exported.map { it.name().substringAfterLast('.') }
        val expected =
            listOf("CallerIdScreeningService", "PostCallActivity", "ContactDirectoryProvider", "PhoneStateReceiver")
        assertEquals(expected, names)
        assertTrue((main.components() + callLog.components()).all { it.android("exported") in setOf("true", "false") })
    }

    @Test
    fun `AND-52 AND-54 neither full-screen intents nor foreground services are asked for`() {
        val asked = main.permissions() + callLog.permissions()
        assertEquals(emptyList<String>(), asked.filter { "FULL_SCREEN" in it || "FOREGROUND" in it })
    }

    @Test
    fun `every component is a class of the library`() {
        for (component in main.components() + callLog.components()) Class.forName(component.name())
        assertFalse(main.components().isEmpty())
    }

    private class Manifest(path: String) {
        private val root = DocumentBuilderFactory.newInstance()
            .apply { isNamespaceAware = true }
            .newDocumentBuilder()
            .parse(File(path))
            .documentElement

        fun permissions(): List<String> =
            root.all("uses-permission").map { it.name().removePrefix("android.permission.") }

        fun components(): List<Element> = listOf("service", "activity", "provider", "receiver").flatMap { root.all(it) }

        fun component(name: String): Element = components().single { it.name().endsWith(".$name") }
    }
}

private const val ANDROID = "http://schemas.android.com/apk/res/android"

private fun Element.android(name: String): String = getAttributeNS(ANDROID, name)

private fun Element.name(): String = android("name")

private fun Element.actions(): List<String> = all("action").map { it.name() }

private fun Element.all(tag: String): List<Element> =
    getElementsByTagName(tag).let { found -> List(found.length) { found.item(it) as Element } }
