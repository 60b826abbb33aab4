// The daily sync with the team's server: fetches what has changed, and publishes it. Whatever is wrong with a delta, the whole snapshot
// helps.
import Foundation

/// Why a sync failed, in the words of the other languages: `offline`, `timeout`, `server`, `rate-limited`, `unauthorised`, `forbidden`.
public struct SyncProblem: Equatable, Sendable {
    public let failure: String
    /// How long the server asks to be left alone.
    public let retryAfterMs: Int64?

    init(_ failure: String, retryAfterMs: Int64? = nil) {
        self.failure = failure
        self.retryAfterMs = retryAfterMs
    }
}

extension CallDirectory {
    /// Brings the contacts of whoever is signed in, and has them loaded. One at a time: what is fetched has one place.
    ///
    /// - Returns: Nil when it went well; see ``SyncState/after(_:at:)``.
    public func sync(with server: TeamServer) async -> SyncProblem? {
        let before = syncing
        let task = Task {
            _ = await before?.value
            return await syncAlone(with: server)
        }
        syncing = task
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private func syncAlone(with server: TeamServer) async -> SyncProblem? {
        // Who is signed in cannot be read, say: then only waiting helps, and not the user.
        guard let signedIn = try? Optional(folder.readWorkspaceHash()) else { return SyncProblem("server") }
        guard let workspace = signedIn else { return SyncProblem("unauthorised") }
        let since = soundGeneration()
        let problem = await publish(await server.fetch(since: since, into: folder.fetched), server)
        // A download that broke is gone on with; nothing of another workspace is kept.
        if problem == nil || folder.workspaceHash != workspace { folder.forgetFetched() }
        return problem
    }

    /// Of the snapshot that is there; nil for one that is damaged: it is fetched anew, though it may be of the newest generation.
    private func soundGeneration() -> UInt32? {
        guard let reader = try? folder.open(), (try? reader.checkAll()) != nil else { return nil }
        return reader.header.generation
    }

    private func publish(_ fetched: TeamServer.Fetched, _ server: TeamServer) async -> SyncProblem? {
        do {
            switch fetched {
            case .nothingNew: return nil
            case .failed(let problem): return problem
            case .whole(let file): try await publish(file)
            case .delta(let file): try await publishDelta(file)
            }
            return nil
        } catch DirectoryFailure.delta {
            return await publish(await server.fetch(since: nil, into: folder.fetched), server)
        } catch {
            return SyncProblem("server")
        }
    }
}

extension SyncState {
    /// How things stand after one more sync; nil went well.
    public func after(_ problem: SyncProblem?, at: Int64) -> SyncState {
        guard let problem else { return SyncState(isSignedIn: isSignedIn, lastSuccessAt: at, lastAttemptAt: at) }
        return SyncState(
            isSignedIn: isSignedIn, lastSuccessAt: lastSuccessAt, lastAttemptAt: at, failures: failures + 1,
            failure: problem.failure, retryAfterMs: problem.retryAfterMs)
    }
}

/// An instant, later by chance, so that a thousand phones do not come at once: iOS gives a refresh half a minute, in which nobody can
/// wait, so it is asked for later.
///
/// - Parameter chance: From 0 to 1.
public func staggered(_ at: Int64?, chance: Double = .random(in: 0..<1)) -> Int64? {
    at.map { $0 + Int64(chance * Double(longestStaggerMs)) }
}

let longestStaggerMs: Int64 = 30 * 60_000
