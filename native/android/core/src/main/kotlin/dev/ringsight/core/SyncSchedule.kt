// When does the phone sync next by itself? A day after the last success; sooner after a failure, later each time; not
// before the user acts where only the user can help. Decides instants only: the clock is an argument.
package dev.ringsight.core

/** Why the last sync failed, in the words of the other languages. */
enum class SyncFailure(val word: String) {
    OFFLINE("offline"),
    TIMEOUT("timeout"),
    SERVER("server"),
    RATE_LIMITED("rate-limited"),
    UNAUTHORISED("unauthorised"),
    FORBIDDEN("forbidden"),
}

/**
 * How the last syncs went. Instants in milliseconds since 1970; null for never, or not known.
 *
 * @property failures in a row
 * @property retryAfterMs how long the CRM asked to be left alone
 */
data class SyncHistory(
    val isSignedIn: Boolean,
    val lastSuccessAt: Long? = null,
    val lastAttemptAt: Long? = null,
    val failures: Int = 0,
    val failure: SyncFailure? = null,
    val retryAfterMs: Long? = null,
)

const val SYNC_PERIOD_MS = 24 * 3_600_000L
private const val FIRST_BACKOFF_MS = 30_000L

/** JobInfo.MAX_BACKOFF_DELAY_MILLIS, and WorkManager's. */
private const val LONGEST_BACKOFF_MS = 5 * 3_600_000L

/** The history after one more sync: null went well. */
fun afterSync(history: SyncHistory, failure: SyncFailure?, at: Long, retryAfterMs: Long? = null): SyncHistory =
    if (failure == null) {
        SyncHistory(history.isSignedIn, lastSuccessAt = at, lastAttemptAt = at)
    } else {
        history.copy(
            lastAttemptAt = at,
            failures = history.failures + 1,
            failure = failure,
            retryAfterMs = retryAfterMs,
        )
    }

/** When the next sync is due, [now] at the earliest; null when none is before the user does something. */
fun nextSyncAt(history: SyncHistory, now: Long): Long? {
    val onlyUserHelps = history.failure == SyncFailure.UNAUTHORISED || history.failure == SyncFailure.FORBIDDEN
    if (!history.isSignedIn || (history.failures > 0 && onlyUserHelps)) return null
    val isRetry = history.failures > 0
    val since = if (isRetry) history.lastAttemptAt else history.lastSuccessAt
    // An instant that is yet to come is a clock that was put back: waiting for it may take for ever.
    if (since == null || since > now) return now
    return maxOf(now, since + if (isRetry) backoffMs(history) else SYNC_PERIOD_MS)
}

/** The wait after some failures in a row: half a minute, doubled each time, or what the CRM asks for. */
fun backoffMs(history: SyncHistory): Long {
    val doublings = (history.failures - 1).coerceIn(0, 30)
    val own = minOf(FIRST_BACKOFF_MS shl doublings, LONGEST_BACKOFF_MS)
    return maxOf(own, minOf(history.retryAfterMs ?: 0, SYNC_PERIOD_MS))
}
