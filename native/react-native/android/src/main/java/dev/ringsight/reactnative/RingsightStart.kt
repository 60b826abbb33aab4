// Sets who syncs in the background, before anything of the app runs. Holds no content.
package dev.ringsight.reactnative

import android.content.ContentProvider
import android.content.ContentValues
import android.database.Cursor
import android.net.Uri
import com.facebook.react.ReactApplication
import dev.ringsight.android.Ringsight

class RingsightStart : ContentProvider() {
    override fun onCreate(): Boolean {
        val app = context?.applicationContext
        // The application is not ready yet: what it has of React Native is asked for when a sync is due.
        if (app is ReactApplication) Ringsight.syncHost = ReactSync(app, app)
        return true
    }

    override fun query(uri: Uri, columns: Array<String>?, where: String?, values: Array<String>?, order: String?): Cursor? =
        null

    override fun getType(uri: Uri): String? = null

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun update(uri: Uri, values: ContentValues?, where: String?, arguments: Array<String>?): Int = 0

    override fun delete(uri: Uri, where: String?, arguments: Array<String>?): Int = 0
}
