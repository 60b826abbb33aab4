// When does the app fetch the contacts next by itself? A day after the last success; after a failure sooner, later each time.
// Whether the system lets it run then is the system's to say (IOS-18).

/// What the app knows of its syncs; instants in milliseconds since 1970.
public struct SyncState: Equatable, Sendable {
    public var isSignedIn: Bool
    public var lastSuccessAt: Int64?
    public var lastAttemptAt: Int64?
    /// How many in a row have failed.
    public var failures: Int
    /// Of the last one: a word of the core's, such as `offline`.
    public var failure: String?
    /// How long the CRM asks to be left alone.
    public var retryAfterMs: Int64?

    public init(
        isSignedIn: Bool, lastSuccessAt: Int64? = nil, lastAttemptAt: Int64? = nil, failures: Int = 0,
        failure: String? = nil, retryAfterMs: Int64? = nil
    ) {
        self.isSignedIn = isSignedIn
        self.lastSuccessAt = lastSuccessAt
        self.lastAttemptAt = lastAttemptAt
        self.failures = failures
        self.failure = failure
        self.retryAfterMs = retryAfterMs
    }
}

private let day: Int64 = 24 * 60 * 60_000
private let firstDelay: Int64 = 30_000
private let longestDelay: Int64 = 5 * 60 * 60_000

/// The next sync, `now` if it is due; nil when only the user can bring it about.
public func nextSync(_ state: SyncState, now: Int64) -> Int64? {
    guard state.isSignedIn, state.failure != "unauthorised", state.failure != "forbidden" else { return nil }
    return max(now, state.failures > 0 ? retryAt(state, now: now) : periodicAt(state, now: now))
}

private func periodicAt(_ state: SyncState, now: Int64) -> Int64 {
    // An instant that has not come yet is a clock that was put back.
    guard let last = state.lastSuccessAt, last <= now else { return now }
    return last + day
}

private func retryAt(_ state: SyncState, now: Int64) -> Int64 {
    guard let last = state.lastAttemptAt, last <= now else { return now }
    let backoff = min(firstDelay << Int64(min(state.failures - 1, 20)), longestDelay)
    let asked = min(max(state.retryAfterMs ?? 0, 0), day)
    return last + max(backoff, asked)
}
