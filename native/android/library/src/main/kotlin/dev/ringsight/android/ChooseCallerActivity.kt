// "It was Anna", from a card or a notification: of two contacts it is said at once, of more a list asks. Only for this app.
package dev.ringsight.android

import android.app.Activity
import android.app.AlertDialog
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import dev.ringsight.core.Candidates
import dev.ringsight.core.Offer

class ChooseCallerActivity : Activity() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        val e164 = intent.data?.lastPathSegment
        var isAsking = false
        if (e164 != null) guarded(this) { isAsking = answer(e164) }
        if (!isAsking) finish()
    }

    /** Whether the user is asked. */
    private fun answer(e164: String): Boolean {
        val callerId = CallerId.of(this)
        val contactId = intent.data?.getQueryParameter(CONTACT)
        when {
            contactId != null -> callerId.choose(e164, contactId)
            intent.data?.getQueryParameter(UNDO) != null -> callerId.undoChoice(e164)
            else -> callerId.candidates(e164)?.let { ask(it) } ?: return false
        }
        return contactId == null && intent.data?.getQueryParameter(UNDO) == null
    }

    private fun ask(candidates: Candidates) {
        val (e164, owners, chosen) = candidates
        val callerId = CallerId.of(this)
        val dialog = AlertDialog.Builder(this)
            .setTitle("Who was it?")
            .setSingleChoiceItems(owners.map { it.name }.toTypedArray(), owners.indexOf(chosen)) { dialog, which ->
                guarded(this) { callerId.choose(e164, owners[which].id) }
                dialog.dismiss()
            }
            .setNegativeButton("Cancel", null)
            .setOnDismissListener { finish() }
        if (chosen != null) {
            dialog.setNeutralButton("Take it back") { _, _ -> guarded(this) { callerId.undoChoice(e164) } }
        }
        dialog.show()
    }

    internal companion object {
        private const val CONTACT = "contact"
        private const val UNDO = "undo"

        fun intent(context: Context, e164: String, offer: Offer): Intent {
            // The id is part of the address: two offers for one number are two.
            val address = Uri.Builder().scheme("ringsight").authority("choose").appendPath(e164)
            when (offer) {
                is Offer.ItWas -> address.appendQueryParameter(CONTACT, offer.owner.id)
                is Offer.TakeBack -> address.appendQueryParameter(UNDO, offer.owner.id)
                Offer.Ask -> Unit
            }
            return Intent(context, ChooseCallerActivity::class.java).setData(address.build())
        }

        /** What stands on the button. */
        fun titleOf(offer: Offer): String = when (offer) {
            is Offer.ItWas -> "It was ${offer.owner.name}"
            is Offer.TakeBack -> "Take back ${offer.owner.name}"
            Offer.Ask -> "Who was it?"
        }
    }
}
