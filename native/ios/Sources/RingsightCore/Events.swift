// What app and extension have to tell, kept until somebody has read it. One file an event, put in its place whole: neither a
// death nor two writers can tear one, and no lock is held, for which iOS ends an app in the background.
import Foundation

/// What happened, in the words of the core.
public struct CallerIdEvent: Codable, Equatable, Sendable {
    /// Milliseconds since 1970.
    public var at: Int64
    public var type: Kind
    /// Why, as a word.
    public var reason: String?
    public var generation: UInt32?
    public var mode: Loaded.Mode?
    public var added: Int?
    public var removed: Int?
    public var error: ReloadError?

    public enum Kind: String, Codable, Sendable {
        /// A snapshot, or a part of it, is not believed: nobody is named by it.
        case snapshotDamaged = "snapshot-damaged"
        /// The extension has handed its entries on, and iOS has taken them over.
        case loaded
        /// The extension has given up; iOS has what it had.
        case loadFailed = "load-failed"
        /// iOS has refused a reload.
        case reloadFailed = "reload-failed"
    }

    public init(
        at: Int64, type: Kind, reason: String? = nil, generation: UInt32? = nil, mode: Loaded.Mode? = nil,
        added: Int? = nil, removed: Int? = nil, error: ReloadError? = nil
    ) {
        self.at = at
        self.type = type
        self.reason = reason
        self.generation = generation
        self.mode = mode
        self.added = added
        self.removed = removed
        self.error = error
    }
}

/// The events in a folder.
public struct EventQueue: Sendable {
    private let folder: String

    /// More wait for nobody: the oldest go.
    static let most = 500

    public init(_ folder: DirectoryFolder) {
        self.folder = folder.path + "/events"
    }

    /// Keeps an event. What cannot be kept is lost: telling must not stop what it tells of.
    public func append(_ event: CallerIdEvent) {
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard let data = try? JSONEncoder().encode(event) else { return }
        // By time, then by who came first; the rest keeps two writers apart.
        let number = String(max(0, event.at))
        let name = String(repeating: "0", count: max(0, 16 - number.count)) + number
        let tail = String(DispatchTime.now().uptimeNanoseconds, radix: 36)
        try? writeWhole(data, to: "\(folder)/\(name)-\(tail)-\(UUID().uuidString.prefix(8)).json")
        for oldest in names.dropLast(Self.most) { try? removeFile("\(folder)/\(oldest)") }
    }

    /// All events, the oldest first. They stay until they are confirmed: who dies in between is told again.
    public func read() -> (events: [CallerIdEvent], receipt: Receipt) {
        let names = names
        let events = names.compactMap { name in
            FileManager.default.contents(atPath: "\(folder)/\(name)")
                .flatMap { try? JSONDecoder().decode(CallerIdEvent.self, from: $0) }
        }
        return (events, Receipt(names: names))
    }

    /// Forgets what was read, and nothing that has come since.
    public func confirm(_ receipt: Receipt) {
        for name in receipt.names { try? removeFile("\(folder)/\(name)") }
    }

    public struct Receipt: Sendable {
        fileprivate let names: [String]
    }

    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }
}
