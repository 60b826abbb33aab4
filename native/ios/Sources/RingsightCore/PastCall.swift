// Calls that are over, as a default dialer reads them (IOS-24): which of them are to be followed up. Knows nothing of
// LiveCommunicationKit.

public struct PastCall: Equatable, Sendable {
    /// iOS's own.
    public let id: String
    /// As the network gave it; empty where it gave none.
    public let number: String
    public let isOutgoing: Bool
    /// Milliseconds since 1970.
    public let startedAt: Int64
    /// How long the two spoke.
    public let durationMs: Int64
    public let status: Status

    public enum Status: String, Sendable {
        case connected, missed, cancelled
        case answeredElsewhere = "answered-elsewhere"
        case unknown
    }

    public init(
        id: String, number: String, isOutgoing: Bool, startedAt: Int64, durationMs: Int64, status: Status
    ) {
        self.id = id
        self.number = number
        self.isOutgoing = isOutgoing
        self.startedAt = startedAt
        self.durationMs = durationMs
        self.status = status
    }
}

/// What the app remembers between two looks at the history.
public struct HistoryMark: Codable, Equatable, Sendable {
    public let since: Int64
    public let seen: [String]

    public init(since: Int64, seen: [String] = []) {
        self.since = since
        self.seen = seen
    }
}

/// The calls that are new since the last look, oldest first, and what to remember. What began before the first look is never new.
public func newCalls(in history: [PastCall], after mark: HistoryMark?, now: Int64) -> (
    calls: [PastCall], mark: HistoryMark
) {
    let mark = mark ?? HistoryMark(since: now)
    let seen = Set(mark.seen)
    let calls = history.filter { $0.startedAt >= mark.since && !seen.contains($0.id) }
    return (calls.sorted { $0.startedAt < $1.startedAt }, HistoryMark(since: mark.since, seen: history.map(\.id)))
}
