package dev.ringsight.android

import android.Manifest
import android.app.AlertDialog
import android.app.Notification
import android.content.Intent
import android.os.Looper
import android.telecom.DisconnectCause
import dev.ringsight.core.Offer
import dev.ringsight.scenarios.SavedPeople
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowAlertDialog
import java.io.File
import kotlin.concurrent.thread

/** "it was Zoë", from a card, a notice and the app's own page; and taken back there. */
@RunWith(RobolectricTestRunner::class)
@Config(manifest = Config.NONE, sdk = [34])
class ChooseCallerTest {
    private val desk = MARY
    private val anna = "Anna Byrne +1 other · Acme Ltd\nRenewal EUR 12,500"
    private val zoe = "Zoë Ångström +1 other · Acme Ltd\nŻółty"

    private fun phone(file: String = "owners.idx", canDrawOverlays: Boolean = true) =
        Phone(canDrawOverlays = canDrawOverlays).apply { assertNull(publish(file)) }

    private fun Phone.offered() = linesOf(checkNotNull(card())).drop(1).map { it.text.toString() }

    private fun Phone.tapOffer() = assertTrue(linesOf(checkNotNull(card())).last().performClick())

    private fun Phone.words() = checkNotNull(cardText()).lines()

    private fun Phone.why() = words().find { it.startsWith("You chose") }

    private fun Phone.heads() = words().take(2).joinToString("\n")

    private fun Notification.button(title: String): Intent =
        shadowOf(actions.single { it.title.toString() == title }.actionIntent).savedIntent

    private fun idle() = shadowOf(Looper.getMainLooper()).idle()

    private fun choose(intent: Intent): ActivityController<ChooseCallerActivity> =
        Robolectric.buildActivity(ChooseCallerActivity::class.java, intent).create()

    @Test
    fun `one tap on the card says that it was the other of two, and one takes it back`() {
        val phone = phone()
        phone.screen(desk)
        assertEquals(anna, phone.cardText())
        assertEquals(listOf("It was Zoë Ångström"), phone.offered())
        phone.tapOffer()
        assertEquals(zoe, phone.heads())
        assertTrue(checkNotNull(phone.why()).startsWith("You chose Zoë Ångström on "))
        assertEquals(listOf("Take back Zoë Ångström"), phone.offered())
        assertEquals("one card", 1, phone.views().size)
        phone.tapOffer()
        assertEquals(anna, phone.cardText())
        assertNull(phone.ringsight.candidates(desk)?.chosen)
    }

    @Test
    fun `it counts from the next call on, in whatever spelling, until it is taken back`() {
        val phone = phone()
        assertTrue(phone.ringsight.chooseCaller(desk, "x"))
        phone.screen(desk)
        assertEquals(zoe, phone.heads())
        phone.state("IDLE")
        phone.ringsight.undoChoice(desk)
        phone.screen(desk)
        assertEquals(anna, phone.cardText())
    }

    @Test
    fun `nobody is offered or kept who does not have the number, or is alone with it`() {
        val phone = phone()
        assertFalse(phone.ringsight.chooseCaller(desk, "12"))
        assertFalse(phone.ringsight.chooseCaller("+353861110000", "x"))
        phone.publish("one.idx")
        assertNull(phone.ringsight.candidates(ANNA))
        assertFalse(phone.ringsight.chooseCaller(ANNA, "101"))
        phone.screen(ANNA)
        assertEquals(emptyList<String>(), phone.offered())
        phone.ringsight.signOut()
        assertNull(phone.ringsight.candidates(desk))
        assertFalse(phone.ringsight.chooseCaller(desk, "x"))
    }

    @Test
    fun `a card that is gone does not come back with a choice`() {
        val phone = phone()
        phone.screen(desk)
        phone.postCall(desk, DisconnectCause.LOCAL)
        phone.ringsight.chooseCaller(desk, "x")
        assertNull(phone.card())
    }

    @Test
    fun `said on a thread of the app's own, it renames the card on the main one`() {
        val phone = phone()
        phone.screen(desk)
        thread { phone.ringsight.chooseCaller(desk, "x") }.join()
        assertEquals(anna, phone.cardText())
        idle()
        assertEquals(zoe, phone.heads())
        assertEquals(emptyList<JSONObject>(), phone.events("failure"))
        thread { phone.ringsight.undoChoice(desk) }.join()
        phone.ringsight.signOut()
        idle()
        assertNull(phone.card())
    }

    @Test
    fun `of somebody in the address book nothing of the CRM is offered`() {
        val phone = Phone(hasRole = false, canDrawOverlays = false).apply { publish("owners.idx") }
        shadowOf(phone.app).grantPermissions(Manifest.permission.READ_CONTACTS)
        SavedPeople.install()
        SavedPeople.saved += desk
        listOf("RINGING", "OFFHOOK", "IDLE").forEach { phone.state(it, desk) }
        val asked = phone.notices().single()
        assertEquals(listOf("How did the call go?"), phone.titles())
        assertEquals(0, asked.actions?.size ?: 0)
        phone.ringsight.chooseCaller(desk, "x")
        assertEquals(listOf("How did the call go?"), phone.titles())
    }

    @Test
    fun `a choice renames that number's card alone`() {
        val phone = phone("shared.idx")
        phone.screen(ANNA)
        phone.screen(desk)
        assertEquals(listOf(SHARED_ANNA_LABEL, MARY_CARD), phone.cards())
        assertTrue(phone.ringsight.chooseCaller(desk, "9"))
        assertEquals(setOf(SHARED_ANNA_LABEL, "Tom Nolan +2 others"), phone.cards().map { it.lines().first() }.toSet())
    }

    @Test
    fun `the notice of a missed call offers it, is renamed, and takes it back`() {
        val phone = phone()
        phone.screen(desk)
        phone.postCall(desk, DisconnectCause.MISSED)
        val notice = phone.notices().single()
        assertEquals(
            listOf("View contact", "Call back", "It was Zoë Ångström"),
            notice.actions.map { it.title.toString() },
        )
        assertTrue(choose(notice.button("It was Zoë Ångström")).get().isFinishing)
        assertEquals(listOf("Missed call: Zoë Ångström +1 other · Acme Ltd"), phone.titles())
        val renamed = phone.notices().single()
        assertEquals("ringsight://contact/x", renamed.button("View contact").dataString)
        choose(renamed.button("Take back Zoë Ångström"))
        assertEquals(listOf("Missed call: Anna Byrne +1 other · Acme Ltd"), phone.titles())
    }

    @Test
    fun `the notice that asks for an outcome is for whom it was, and offers it`() {
        val phone = Phone(hasRole = false, canDrawOverlays = false).apply { publish("owners.idx") }
        listOf("RINGING", "OFFHOOK", "IDLE").forEach { phone.state(it, desk) }
        assertEquals(listOf("How did the call go? Anna Byrne +1 other · Acme Ltd"), phone.titles())
        choose(phone.notices().single().button("It was Zoë Ångström"))
        assertEquals(listOf("How did the call go? Zoë Ångström +1 other · Acme Ltd"), phone.titles())
        val asked = shadowOf(phone.notices().single().contentIntent).savedIntent
        assertEquals("ringsight://outcome/x", asked.dataString)
        assertEquals(desk, asked.getStringExtra("e164"))
    }

    @Test
    fun `what was said while it rang is whom the outcome's page is opened for`() {
        val phone = phone()
        phone.screen(desk)
        phone.tapOffer()
        phone.postCall(desk, DisconnectCause.LOCAL)
        assertEquals("ringsight://outcome/x", checkNotNull(phone.opened()).dataString)
        assertEquals(listOf("x", "10"), phone.ringsight.readEvents().map(::JSONObject).single().ids())
    }

    private fun JSONObject.ids() = getJSONArray("contactIds").let { (0 until it.length()).map(it::getString) }

    @Test
    fun `of more than two a list asks, and the one that counts can be taken back there`() {
        val phone = phone("shared.idx")
        phone.screen(desk)
        assertEquals(listOf("Who was it?"), phone.offered())
        phone.tapOffer()
        val activity = choose(checkNotNull(phone.opened()))
        assertFalse(activity.get().isFinishing)
        val list = shadowOf(ShadowAlertDialog.getLatestAlertDialog())
        assertEquals(listOf("Mary Walsh", "Tom Nolan", "Anna Byrne"), list.items.map { it.toString() })
        list.clickOnItem(1)
        idle()
        assertTrue(activity.get().isFinishing)
        assertEquals("Tom Nolan", phone.ringsight.candidates(desk)?.chosen?.name)
        assertEquals("Tom Nolan +2 others", phone.words().first())
        phone.tapOffer()
        choose(checkNotNull(phone.opened()))
        ShadowAlertDialog.getLatestAlertDialog().getButton(AlertDialog.BUTTON_NEUTRAL).performClick()
        idle()
        assertNull(phone.ringsight.candidates(desk)?.chosen)
        assertEquals(MARY_CARD, phone.cardText())
    }

    @Test
    fun `where there is nothing to choose any more, the activity is gone at once`() {
        val phone = phone()
        val intent = ChooseCallerActivity.intent(phone.app, "+353861110000", Offer.Ask)
        assertTrue(choose(intent).get().isFinishing)
        assertTrue(choose(Intent()).get().isFinishing)
    }

    @Test
    fun `a ringing notice says why and how old it is, and offers the choice`() {
        val phone = phone(canDrawOverlays = false)
        phone.ringsight.noteSync(null)
        phone.screen(desk)
        val ringing = phone.notices().single()
        assertEquals("synced just now", ringing.extras.getCharSequence(Notification.EXTRA_SUB_TEXT).toString())
        choose(ringing.button("It was Zoë Ångström"))
        assertEquals(listOf("Zoë Ångström +1 other · Acme Ltd"), phone.titles())
        val said = phone.notices().single().extras.getCharSequence(Notification.EXTRA_SUB_TEXT).toString()
        assertTrue(said, Regex("You chose Zoë Ångström on .* · synced just now").matches(said))
    }

    @Test
    fun `a sign-out leaves no choice, nor does another workspace, and the diagnostic file counts them`() {
        val phone = phone()
        fun count() = JSONObject(phone.ringsight.diagnostic()).getJSONObject("contacts").getInt("choices")
        assertEquals(0, count())
        phone.ringsight.chooseCaller(desk, "x")
        assertEquals(1, count())
        val file = File(phone.app.noBackupFilesDir, "ringsight/choices")
        assertTrue(file.exists())
        phone.ringsight.signIn("0".repeat(16))
        assertFalse(file.exists())
        assertEquals(0, count())
    }
}
