// The app as the user's default dialer (IOS-23 to IOS-25): what is new in the history of calls is followed up, each call once.
import Foundation
import LiveCommunicationKit
import RingsightApp
import RingsightCore

struct Dialer {
    private let lookup: CallerLookup
    private var mark: HistoryMark
    /// The simulator's names for calls, by iOS's.
    private var names: [String: String] = [:]
    /// Those of the address book, by iOS's names: an app looks there itself, where its user lets it.
    private var saved: Set<String> = []

    /// iOS gives no call from before the app became the dialer.
    init(_ folder: DirectoryFolder, seen: [String]) throws {
        let file = "../plan/numbers.txt"
        guard let plan = NumberPlan(try String(contentsOfFile: file, encoding: .utf8)) else {
            throw Unexpected("a numbering plan", found: file)
        }
        lookup = CallerLookup(folder: folder, plan: plan)
        mark = HistoryMark(since: 0, seen: seen)
    }

    /// The calls that were seen, by iOS's names for them.
    var seen: [String] { mark.seen }

    /// What iOS has from now on.
    mutating func take(_ rows: [Message]) {
        names = Dictionary(uniqueKeysWithValues: rows.map { (conversationId($0).uuidString, $0.text("callId") ?? "") })
        saved = Set(rows.filter { $0.text("savedAs") != nil }.map { conversationId($0).uuidString })
        ConversationHistoryManager.sharedInstance.conversations = rows.map(conversation)
    }

    /// Requests for what follows.
    mutating func look(isInFront: Bool) async throws -> [[String: Any]] {
        let (calls, next) = newCalls(in: try await CallHistory().calls(), after: mark, now: 0)
        mark = next
        return calls.compactMap { call in
            let line = Line(
                presentation: call.number.isEmpty ? .unknown : .allowed, text: call.number, regions: [],
                isSaved: saved.contains(call.id))
            let follow = followUp(call, with: lookup.caller(line))
            return follow.map { request(for: $0, call, callId: names[call.id] ?? "", isInFront: isInFront) }
        }
    }
}

private func request(for follow: FollowUp, _ call: PastCall, callId: String, isInFront: Bool) -> [String: Any] {
    switch follow {
    case .missed(let label, let e164, let contactId):
        return [
            "type": "notify", "id": "missed-\(callId)", "kind": "missed-call", "title": "Missed call: \(label)",
            "contactId": contactId, "number": e164, "actions": ["View contact", "Call back"],
        ]
    case .outcome(let label, let e164, let contactId):
        let logged: [String: Any] = [
            "callId": callId, "contactId": contactId, "contactName": label.components(separatedBy: " · ")[0],
            "number": e164, "direction": call.isOutgoing ? "outgoing" : "incoming", "startedAt": call.startedAt,
            "durationSeconds": call.durationMs / 1000,
        ]
        let screen: [String: Any] = ["id": "outcome-\(callId)", "call": logged]
        return screen.merging(isInFront ? ["type": "start-activity"] : ["type": "notify", "kind": "outcome"]) { $1 }
    }
}

/// As iOS would have it: the names of the simulator are no UUIDs.
private func conversationId(_ row: Message) -> UUID {
    let bytes = Array((row.text("callId") ?? "").utf8.prefix(16))
    let padded = bytes + [UInt8](repeating: 0, count: 16 - bytes.count)
    return padded.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
}

private func conversation(_ row: Message) -> ConversationHistoryManager.RecentConversation {
    let statuses: [String: ConversationHistoryManager.RecentConversation.Status] = [
        "INCOMING": .connected, "OUTGOING": .connected, "MISSED": .missed, "REJECTED": .cancelled,
        "ANSWERED_EXTERNALLY": .answeredElsewhere,
    ]
    let type = row.text("logType") ?? ""
    let isGiven = row.text("presentation") == "ALLOWED"
    return .init(
        id: conversationId(row), date: Date(timeIntervalSince1970: Double(row.integer("at") ?? 0) / 1000),
        direction: type == "OUTGOING" ? .outgoing : .incoming,
        duration: Double(row.integer("durationMs") ?? 0) / 1000,
        handles: isGiven ? [Handle(type: .phoneNumber, value: row.text("number") ?? "")] : [],
        status: statuses[type] ?? .unknown)
}
