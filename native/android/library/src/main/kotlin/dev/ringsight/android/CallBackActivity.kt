// Call back, on the notice of a missed call: the notice is dealt with, the dialer gets the number, and the call counts as one of
// the app's own. Shows nothing itself: from a notification Android starts activities alone.
package dev.ringsight.android

import android.app.Activity
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import dev.ringsight.core.CallEvent

class CallBackActivity : Activity() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        val number = numberOf(intent.data)
        if (savedInstanceState == null && number != null) guarded(this) { callBack(number) }
        finish()
    }

    private fun callBack(number: String) {
        CallPresenter.cancelMissed(this, intent.getStringExtra(TAG))
        CallerId.of(this).onPlaced(CallEvent.Placed(System.currentTimeMillis(), number))
        startActivity(Intent(Intent.ACTION_DIAL, intent.data).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
    }

    internal companion object {
        private const val TAG = "tag"

        /** @param tag of the notice */
        fun intent(context: Context, e164: String, tag: String): Intent =
            Intent(context, CallBackActivity::class.java).setData(Uri.fromParts("tel", e164, null)).putExtra(TAG, tag)
    }
}
