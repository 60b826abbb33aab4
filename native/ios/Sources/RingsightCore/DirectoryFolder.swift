// The folder that app and extension share (the App Group's container): whose contacts may be shown, the snapshot to load, and
// the one that iOS has. Knows nothing of CallKit.
import Foundation

/// Why the folder did not do what was asked of it.
public enum DirectoryFailure: Error, Equatable, Sendable {
    case damaged(SnapshotDamage)
    /// The snapshot in the folder is of a later generation.
    case older(than: UInt32)
    /// A file cannot be read or written; `errno`.
    case file(Int32)
    /// A delta was not applied: the whole snapshot is to be fetched.
    case delta(DeltaRefusal)
}

public struct DirectoryFolder: Sendable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// The newest snapshot. None: nothing to show, as after a sign-out.
    var published: String { path + "/directory.idx" }
    /// The one that a load is about.
    var loading: String { path + "/loading.idx" }
    /// There from before a load's first entry until it is known that it was completed.
    var doubt: String { path + "/loading" }
    /// The one whose labels iOS has: that of the last load that was completed.
    var applied: String { path + "/applied.idx" }
    /// One that is written, until it is believed.
    private var part: String { path + "/directory.part" }
    /// For what comes from the team's server, until it is published.
    var fetched: String { path + "/fetched" }
    private var workspace: String { path + "/workspace" }

    /// Whose contacts may be shown; nil when nobody is signed in, and when that cannot be read now.
    public var workspaceHash: String? { try? readWorkspaceHash() }

    /// Nil when nobody is signed in. What cannot be read, as no file can before the first unlock, is a failure: the two must not be
    /// mistaken, or a sign-in that goes on would be taken for a new one.
    func readWorkspaceHash() throws(DirectoryFailure) -> String? {
        guard let source = try FileSource.open(workspace) else { return nil }
        var bytes = Data(count: min(source.size, 1 << 10))
        guard bytes.withUnsafeMutableBytes({ source.read(into: $0, at: 0) }) else { throw .file(EIO) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Says whose contacts may be shown from now on. Another one's snapshot goes.
    public func signIn(workspaceHash: String) throws(DirectoryFailure) {
        if try readWorkspaceHash() != workspaceHash { try signOut() }
        try writeWhole(Data(workspaceHash.utf8), to: workspace)
    }

    /// Leaves nothing to load, and no name in the folder. What iOS has stays until an empty load has been completed (IOS-19).
    public func signOut() throws(DirectoryFailure) {
        try removeFile(workspace)
        try withdraw()
        try forgetChoices()
        try forgetLoads()
        forgetFetched()
    }

    // That iOS may have labels is all that an empty load needs to know, and a phone whose user has switched the extension off has none.
    private func forgetLoads() throws(DirectoryFailure) {
        if mayHaveLabels { try writeWhole(Data(), to: doubt) }
        for file in [applied, loading, appliedChoices, loadingChoices, part] { try removeFile(file) }
    }

    func forgetFetched() {
        try? FileManager.default.removeItem(atPath: fetched)
    }

    /// Leaves nothing to load until the next snapshot; the sign-in stays.
    public func withdraw() throws(DirectoryFailure) {
        try removeFile(published)
    }

    /// Takes a snapshot over, after reading all of it: what is damaged gets no further.
    public func publish(_ file: String) throws(DirectoryFailure) -> SnapshotHeader {
        do throws(DirectoryFailure) {
            try copyWhole(file, to: part)
            guard let reader = try open(part) else { throw .file(ENOENT) }
            try damage { () throws(SnapshotDamage) in try reader.checkAll() }
            if let current = publishedHeader, current.generation > reader.header.generation {
                throw .older(than: current.generation)
            }
            guard rename(part, published) == 0 else { throw .file(errno) }
            return reader.header
        } catch {
            unlink(part)
            throw error
        }
    }

    /// Makes the snapshot that is there the next one, by a delta (native/FORMAT.md, Deltas). The next one is written beside it, and
    /// takes its place when it has been read back. A delta that is refused leaves the one that is there.
    public func publishDelta(_ file: String) throws(DirectoryFailure) -> SnapshotHeader {
        let delta = try SnapshotDelta(file)
        let before = try openBefore()
        do throws(DirectoryFailure) {
            try writeNew(part) { descriptor throws(DirectoryFailure) in
                try writeApplied(before, delta, to: descriptor)
            }
            guard let reader = try open(part) else { throw .file(ENOENT) }
            try damage { () throws(SnapshotDamage) in try reader.checkAll() }
            guard reader.blocks.checksum == delta.promised else { throw .delta(.wrongResult) }
            guard rename(part, published) == 0 else { throw .file(errno) }
            return reader.header
        } catch {
            unlink(part)
            throw error
        }
    }

    /// The snapshot that is there, every block of it sound.
    private func openBefore() throws(DirectoryFailure) -> DirectoryReader {
        do throws(DirectoryFailure) {
            guard let reader = try openAny(published) else { throw .delta(.noSnapshot) }
            try damage { () throws(SnapshotDamage) in try reader.checkAll() }
            guard reader.header.workspaceHash == (try readWorkspaceHash()) else { throw .delta(.otherWorkspace) }
            return reader
        } catch .damaged {
            throw .delta(.noSnapshot)
        }
    }

    /// What the snapshot to load says of itself; nil when there is none, or it cannot be read.
    public var publishedHeader: SnapshotHeader? { try? openAny(published)?.header }

    /// What the snapshot says of itself whose labels iOS has; nil when it has none.
    public var appliedHeader: SnapshotHeader? { try? openAny(applied)?.header }

    /// The snapshot to look numbers up in; nil when there is none.
    public func open() throws(DirectoryFailure) -> DirectoryReader? {
        try open(published)
    }

    /// Whether a load began of which nobody knows how it ended.
    public var isInDoubt: Bool { access(doubt, F_OK) == 0 }

    /// Whether iOS may have labels of this app.
    var mayHaveLabels: Bool { isInDoubt || access(applied, F_OK) == 0 }

    /// The snapshot in a file, if it is of the workspace that is signed in.
    func open(_ file: String) throws(DirectoryFailure) -> DirectoryReader? {
        guard let reader = try openAny(file) else { return nil }
        guard reader.header.workspaceHash == (try readWorkspaceHash()) else { throw .damaged(.otherWorkspace) }
        return reader
    }

    /// The snapshot in a file, whosever it is.
    func openAny(_ file: String) throws(DirectoryFailure) -> DirectoryReader? {
        guard let source = try FileSource.open(file) else { return nil }
        return try damage { () throws(SnapshotDamage) in try DirectoryReader(source) }
    }
}

func damage<Result>(_ read: () throws(SnapshotDamage) -> Result) throws(DirectoryFailure) -> Result {
    do { return try read() } catch { throw .damaged(error) }
}
