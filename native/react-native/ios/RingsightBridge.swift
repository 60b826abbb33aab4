// The bridge from JavaScript to the Swift package: translates, and decides nothing. What the app is called and which App Group
// it has stands in its Info.plist, under `Ringsight`; the Expo plugin writes it.
import Foundation
import RingsightApp
import RingsightCore
import UIKit

/// An answer for JavaScript, or what went wrong.
public typealias RingsightSettle = @Sendable (_ answer: Any?, _ problem: String?) -> Void

@objc(RingsightBridge)
public final class RingsightBridge: NSObject, @unchecked Sendable {
    private let callerId: CallerId?
    private let lock = NSLock()
    private var receipt: EventQueue.Receipt?

    @objc public override init() {
        callerId = CallerId(infoPlist: Bundle.main.infoDictionary ?? [:])
    }

    @objc public func status(_ settle: @escaping RingsightSettle) {
        run(settle) { callerId in
            await callerId.directory.resume()
            let status = await callerId.directory.status(PhoneConditions.current)
            return describe(status, isSignedIn: callerId.folder.workspaceHash != nil)
        }
    }

    @objc public func openSettings(_ page: String, settle: @escaping RingsightSettle) {
        run(settle) { callerId in
            switch page {
            case "call-directory":
                await callerId.directory.openSettings()
                return true
            case "app":
                return await openAppSettings()
            default:
                return false
            }
        }
    }

    @objc public func signIn(_ workspaceHash: String, settle: @escaping RingsightSettle) {
        run(settle) { callerId in
            try await callerId.directory.signIn(workspaceHash: workspaceHash)
            return nil
        }
    }

    @objc public func signOut(_ settle: @escaping RingsightSettle) {
        run(settle) { callerId in
            try await callerId.directory.clear()
            RingsightRefresh.shared.forget()
            try callerId.refresh.schedule(at: nil)
            return nil
        }
    }

    @objc public func publishSnapshot(_ path: String, settle: @escaping RingsightSettle) {
        run(settle) { callerId in
            do {
                try await callerId.directory.publish(path)
                return "published"
            } catch DirectoryFailure.damaged {
                return "damaged"
            } catch DirectoryFailure.older {
                return "older"
            }
        }
    }

    @objc public func publishDelta(_ path: String, settle: @escaping RingsightSettle) {
        run(settle) { callerId in
            do {
                try await callerId.directory.publishDelta(path)
                return "published"
            } catch DirectoryFailure.delta(let refusal) {
                return refusal.rawValue
            }
        }
    }

    @objc public func clearSnapshot(_ settle: @escaping RingsightSettle) {
        run(settle) { callerId in
            try await callerId.directory.withdraw()
            return nil
        }
    }

    /// - Parameter last: As in src/caller-id.ts; what is null there is missing here.
    @objc public func scheduleSync(_ last: [String: Any], settle: @escaping RingsightSettle) {
        let sync = readSync(last)
        run(settle) { callerId in
            var state = sync
            state.isSignedIn = callerId.folder.workspaceHash != nil
            try RingsightRefresh.shared.report(state, to: callerId.refresh)
            return nil
        }
    }

    @objc public func readEvents(_ settle: @escaping RingsightSettle) {
        run(settle) { callerId in
            let (events, receipt) = callerId.events.read()
            self.keep(receipt)
            let due = RingsightRefresh.shared.isSyncDue() ? [#"{"type":"sync-due"}"#] : []
            return try due + events.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
        }
    }

    @objc public func confirmEvents(_ settle: @escaping RingsightSettle) {
        run(settle) { callerId in
            if let receipt = self.keep(nil) { callerId.events.confirm(receipt) }
            return nil
        }
    }

    @objc public func diagnostic(_ settle: @escaping RingsightSettle) {
        run(settle) { callerId in
            await callerId.diagnostic(sync: RingsightRefresh.shared.lastSync() ?? SyncState(isSignedIn: false))
        }
    }

    @objc public func callerCandidates(_ e164: String, settle: @escaping RingsightSettle) {
        run(settle) { callerId in
            guard let candidates = try callerId.folder.candidates(for: e164) else { return [Any]() }
            return candidates.owners.map { describe($0, isChosen: $0 == candidates.chosen) }
        }
    }

    @objc public func chooseCaller(_ e164: String, contactId: String, settle: @escaping RingsightSettle) {
        run(settle) { callerId in try await callerId.directory.choose(contactId, for: e164) }
    }

    @objc public func undoChoice(_ e164: String, settle: @escaping RingsightSettle) {
        run(settle) { callerId in
            try await callerId.directory.undoChoice(for: e164)
            return nil
        }
    }

    @objc public func teamWorkspace(_ address: String, token: String, settle: @escaping RingsightSettle) {
        run(settle) { _ in await (try team(address, token)).workspaceHash() ?? NSNull() }
    }

    @objc public func syncWithTeam(_ address: String, token: String, settle: @escaping RingsightSettle) {
        run(settle) { callerId in
            let problem = await callerId.directory.sync(with: try team(address, token))
            let before = RingsightRefresh.shared.lastSync() ?? SyncState(isSignedIn: false)
            var state = before.after(problem, at: WallClock.system.now())
            state.isSignedIn = callerId.folder.workspaceHash != nil
            try RingsightRefresh.shared.report(state, to: callerId.refresh)
            return problem?.failure ?? "synced"
        }
    }

    @objc public func sendToTeam(
        _ address: String, token: String, outcome: String, settle: @escaping RingsightSettle
    ) {
        run(settle) { _ in describe(await (try team(address, token)).send(outcome: Data(outcome.utf8))) }
    }

    @objc public func findInTeam(
        _ address: String, token: String, number: String, region: String?, settle: @escaping RingsightSettle
    ) {
        run(settle) { _ in
            guard let caller = await (try team(address, token)).findCaller(number, region: region) else {
                return NSNull()
            }
            return ["label": caller.label, "deal": caller.deal ?? NSNull(), "contactIds": caller.ids] as [String: Any]
        }
    }

    /// The receipt kept before.
    @discardableResult
    private func keep(_ next: EventQueue.Receipt?) -> EventQueue.Receipt? {
        lock.lock()
        defer { lock.unlock() }
        defer { receipt = next }
        return receipt
    }

    private func run(
        _ settle: @escaping RingsightSettle, _ work: @escaping @Sendable (CallerId) async throws -> sending Any?
    ) {
        guard let callerId else {
            return settle(nil, "Ringsight finds no App Group. Add the Expo plugin, or see its README, and build again.")
        }
        Task {
            do {
                settle(try await work(callerId), nil)
            } catch {
                // By its kind alone: a description may quote a path.
                settle(nil, "Ringsight failed: \(type(of: error))")
            }
        }
    }
}

private struct UnsafeAddress: Error {}

private func team(_ address: String, _ token: String) throws -> TeamServer {
    guard let server = TeamServer(address: address, token: token) else { throw UnsafeAddress() }
    return server
}

private func describe(_ owner: DirectoryOwner, isChosen: Bool) -> [String: Any] {
    ["contactId": owner.id, "name": owner.name, "label": owner.label, "isChosen": isChosen]
}

private func describe(_ sent: TeamServer.Sent) -> [String: Any] {
    switch sent {
    case .saved: return ["kind": "saved", "problem": NSNull()]
    case .held: return ["kind": "held", "problem": NSNull()]
    case .alreadySaved: return ["kind": "already-saved", "problem": NSNull()]
    case .incomplete(let problem): return ["kind": "incomplete", "problem": problem]
    case .refused: return ["kind": "refused", "problem": NSNull()]
    case .later: return ["kind": "later", "problem": NSNull()]
    }
}

extension CallerId {
    /// Nil when the keys are missing, or the app has no entitlement for the App Group.
    public init?(infoPlist: [String: Any]) {
        guard let keys = infoPlist["Ringsight"] as? [String: String], let appGroup = keys["AppGroup"],
            let extensionIdentifier = keys["ExtensionIdentifier"], let refreshIdentifier = keys["RefreshIdentifier"]
        else { return nil }
        let appName = infoPlist["CFBundleDisplayName"] as? String ?? infoPlist["CFBundleName"] as? String ?? "the app"
        self.init(
            appGroup: appGroup, extensionIdentifier: extensionIdentifier, refreshIdentifier: refreshIdentifier,
            appName: appName)
    }
}

@MainActor private func openAppSettings() async -> Bool {
    guard let url = URL(string: UIApplication.openSettingsURLString) else { return false }
    return await UIApplication.shared.open(url)
}

private func describe(_ status: CallerIdStatus, isSignedIn: Bool) -> [String: Any] {
    let error = status.lastError.map { ["domain": $0.domain, "code": $0.code] as [String: Any] }
    return [
        "isSignedIn": isSignedIn,
        "canShow": status.isEnabled.map { $0 && isSignedIn } ?? NSNull(),
        "role": "unavailable",
        "publishedGeneration": status.publishedGeneration ?? NSNull(),
        "appliedGeneration": status.appliedGeneration ?? NSNull(),
        "loadError": error ?? NSNull(),
        "retryAt": status.retryAt ?? NSNull(),
        "missing": status.problems.map { ["reason": $0.reason, "sentence": $0.sentence, "fix": $0.fix] },
    ]
}

private func readSync(_ last: [String: Any]) -> SyncState {
    // What is no instant to JavaScript, such as NaN, is none here.
    let instant = { (key: String) in (last[key] as? Double).flatMap { Int64(exactly: $0.rounded()) } }
    return SyncState(
        isSignedIn: false, lastSuccessAt: instant("lastSuccessAt"), lastAttemptAt: instant("lastAttemptAt"),
        failures: last["failures"] as? Int ?? 0, failure: last["failure"] as? String,
        retryAfterMs: instant("retryAfterMs"))
}
