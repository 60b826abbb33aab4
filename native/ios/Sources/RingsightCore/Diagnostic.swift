// The diagnostic file (native/DIAGNOSTICS.md): how things stand with this iPhone, for the support that its user asks. No name and no
// number is in it: iOS tells an app of no call.
import Foundation

/// What an app may say of the phone that it runs on.
public struct DiagnosedPhone: Sendable {
    public enum Connection: String, Sendable { case online, offline }

    /// Which iOS, such as `26.1`.
    public let system: String
    public let connection: Connection
    public let isLocked: Bool
    public let conditions: PhoneConditions

    public init(system: String, connection: Connection, isLocked: Bool, conditions: PhoneConditions) {
        self.system = system
        self.connection = connection
        self.isLocked = isLocked
        self.conditions = conditions
    }
}

extension CallDirectory {
    /// The file's text, for the app to hand to its user.
    ///
    /// - Parameter sync: How the last syncs went; whether somebody is signed in, the folder knows.
    public func diagnostic(of phone: DiagnosedPhone, sync: SyncState) async -> String {
        let chance = String(UInt64.random(in: .min ... .max), radix: 16)
        return await diagnostic(of: phone, sync: sync, salt: String(repeating: "0", count: 16 - chance.count) + chance)
    }

    func diagnostic(of phone: DiagnosedPhone, sync: SyncState, salt: String) async -> String {
        let published = folder.publishedHeader
        let status = await status(phone.conditions)
        let updatedAt = sync.lastSuccessAt ?? published.map { Int64($0.createdAt) }
        let isLoaded = folder.appliedHeader != nil
        let file: [String: Any] = [
            "type": "ringsight-diagnostic",
            "version": 1,
            "writtenAt": instant(clock.now()),
            "library": ["name": "ringsight-ios", "version": libraryVersion],
            "phone": ["platform": "ios", "system": phone.system, "simCountries": [String]()] as [String: Any],
            "permissions": [String: String](),
            "settings": switches(status, phone.conditions),
            "state": [
                "isSignedIn": folder.workspaceHash != nil, "isStopped": false, "network": phone.connection.rawValue,
                "lock": phone.isLocked ? "locked" : "unlocked", "isLowPower": phone.conditions.isLowPower,
            ] as [String: Any],
            "contacts": [
                "count": published?.count ?? 0, "updatedAt": orNull(updatedAt.map(instant)),
                "error": orNull(sync.failure), "choices": folder.choices.count,
            ],
            "load": [
                "at": orNull(status.lastLoadedAt.map(instant)), "error": orNull(status.lastError?.name),
                "labels": orNull(isLoaded ? status.appliedCount : nil),
            ],
            "salt": salt,
            "calls": [String](),
        ]
        // Of texts, numbers and truths alone, it cannot fail.
        let data = try? JSONSerialization.data(withJSONObject: file, options: [.prettyPrinted, .sortedKeys])
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}

private let libraryVersion = "0.1.0"

/// What iOS does not say is left out.
private func switches(_ status: CallerIdStatus, _ conditions: PhoneConditions) -> [String: Any] {
    var switches: [String: Any] = ["backgroundRefresh": conditions.mayRefresh]
    switches["extension"] = status.isEnabled
    return switches
}

private func instant(_ at: Int64) -> String {
    ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(at / 1000)))
}

private func orNull<Value>(_ value: Value?) -> Any { value ?? NSNull() }
