// One load of a Call Directory extension: everything, or what has changed since the last one, and the record of what iOS
// has. Decides what is handed on; CallKit itself is behind a small interface.
import Foundation

/// Where a load's entries go: CXCallDirectoryExtensionContext, as far as it is needed.
public protocol EntrySink {
    /// Whether iOS asks for what has changed since the last load (IOS-05, IOS-06).
    var isIncremental: Bool { get }
    func add(_ number: Int64, label: String)
    func remove(_ number: Int64)
    func removeAll()
}

/// What a load has handed on.
public struct Loaded: Equatable, Sendable {
    /// Of the snapshot; nil when there was none, and iOS is to have no labels.
    public let generation: UInt32?
    public let mode: Mode
    public var added = 0
    public var removed = 0

    /// `everything` is all that iOS is to have, `changes` what makes that of what it has.
    public enum Mode: String, Codable, Sendable { case everything, changes }
}

extension DirectoryFolder {
    /// Hands the snapshot on, numbers ascending. What iOS has is in doubt from now until ``loadCompleted()``.
    public func load(into sink: some EntrySink) throws(DirectoryFailure) -> Loaded {
        let base = sink.isIncremental && !isInDoubt ? try? openAny(applied) : nil
        let before = choices(in: appliedChoices)
        let choices = try beginLoad()
        let reader = try open(loading)
        if let base, let reader {
            let changes = try loadChanges(from: (base, before), to: (reader, choices), sink)
            if let changes { return changes }
        }
        // In a load that is not incremental a removal is an error (IOS-05), and what is not named goes anyway (IOS-08).
        if sink.isIncremental { sink.removeAll() }
        var loaded = Loaded(generation: reader?.header.generation, mode: .everything)
        if let reader {
            try damage { () throws(SnapshotDamage) in
                try addAll(DirectoryStream(reader, choices: choices), sink, &loaded)
            }
        }
        return loaded
    }

    /// Nil when the snapshot of before is damaged: then everything is to be handed on.
    private func loadChanges(
        from base: Labels, to next: Labels, _ sink: some EntrySink
    ) throws(DirectoryFailure) -> Loaded? {
        var loaded = Loaded(generation: next.reader.header.generation, mode: .changes)
        guard let news = try? findChanges(from: base, to: next, sink, &loaded) else { return nil }
        try damage { () throws(SnapshotDamage) in
            try addAll(DirectoryStream(next.reader, ranks: news, choices: next.choices), sink, &loaded)
        }
        return loaded
    }

    /// iOS has taken the load over: from now on it has these labels.
    public func loadCompleted() throws(DirectoryFailure) {
        if rename(loading, applied) != 0 {
            guard errno == ENOENT else { throw .file(errno) }
            try removeFile(applied)
        }
        if rename(loadingChoices, appliedChoices) != 0 {
            guard errno == ENOENT else { throw .file(errno) }
            try removeFile(appliedChoices)
        }
        try removeFile(doubt)
    }

    /// iOS has not taken the load over. What it has is in doubt, also where its completion was called before: Apple does not say.
    public func loadFailed() throws(DirectoryFailure) {
        try writeWhole(Data(), to: doubt)
    }

    /// Whom the user has chosen as the load begins.
    private func beginLoad() throws(DirectoryFailure) -> Choices {
        try writeWhole(Data(), to: doubt)
        try removeFile(loading)
        try removeFile(loadingChoices)
        let choices = try readWorkspaceHash() == nil ? Choices() : choices
        if choices.count > 0 { try write(choices, to: loadingChoices) }
        // A second name for the file: the app may publish another one while this one is read.
        if link(published, loading) == 0 || errno == ENOENT { return choices }
        try copyWhole(published, to: loading)
        return choices
    }
}

/// What a load's labels are made of.
private typealias Labels = (reader: DirectoryReader, choices: Choices)

private func addAll(
    _ stream: DirectoryStream, _ sink: some EntrySink, _ loaded: inout Loaded
) throws(SnapshotDamage) {
    var isMore = try stream.advance()
    while isMore {
        // What Objective-C makes of a label stays in memory until its pool is emptied.
        isMore = try pooled { () throws(SnapshotDamage) in
            for _ in 0..<1000 {
                sink.add(Int64(stream.number), label: try stream.label())
                loaded.added += 1
                guard try stream.advance() else { return false }
            }
            return true
        }
    }
}

/// Hands on what is to be removed, and says which numbers of the new snapshot are to be added. A number with another label is
/// both: a removal takes every label that it has (IOS-07).
private func findChanges(
    from base: Labels, to next: Labels, _ sink: some EntrySink, _ loaded: inout Loaded
) throws(SnapshotDamage) -> RankSet {
    let before = try DirectoryStream(base.reader, choices: base.choices)
    let after = try DirectoryStream(next.reader, choices: next.choices)
    var news = RankSet(upTo: next.reader.header.count)
    var rank = 0
    var (isBefore, isAfter) = (try before.advance(), try after.advance())
    while isBefore || isAfter {
        let isOld = isBefore && (!isAfter || before.number <= after.number)
        let isNew = isAfter && (!isBefore || after.number <= before.number)
        if !(isOld && isNew && before.labelBytes.elementsEqual(after.labelBytes)) {
            if isOld {
                sink.remove(Int64(before.number))
                loaded.removed += 1
            }
            if isNew { news.insert(rank) }
        }
        if isOld { isBefore = try before.advance() }
        if isNew {
            isAfter = try after.advance()
            rank += 1
        }
    }
    return news
}

private func pooled<Result>(_ body: () throws(SnapshotDamage) -> Result) throws(SnapshotDamage) -> Result {
    #if canImport(ObjectiveC)
        let result: Swift.Result<Result, SnapshotDamage> = autoreleasepool {
            do throws(SnapshotDamage) { return .success(try body()) } catch { return .failure(error) }
        }
        return try result.get()
    #else
        return try body()
    #endif
}
