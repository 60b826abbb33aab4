// Loads a snapshot as the extension does, and prints time and memory:
//
//   stream-directory publish FOLDER SNAPSHOT
//   stream-directory delta FOLDER DELTA
//   stream-directory load FOLDER everything|changes
//
// Commands of their own, so that the memory of a load is that of its process and of nothing that was done before. Linux only: it is the
// kernel's account.
import Foundation
import RingsightCore

private struct Counter: EntrySink {
    let isIncremental: Bool
    func add(_ number: Int64, label: String) {}
    func remove(_ number: Int64) {}
    func removeAll() {}
}

private let most = 5.0

private func publish(_ snapshot: String, in folder: DirectoryFolder) throws {
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    guard let source = try FileSource.open(snapshot) else { throw DirectoryFailure.file(ENOENT) }
    try folder.signIn(workspaceHash: try DirectoryReader(source).header.workspaceHash)
    let header = try folder.publish(snapshot)
    print("generation \(header.generation): \(header.count) numbers")
}

private func applyDelta(_ delta: String, in folder: DirectoryFolder) throws {
    let (base, start) = (peakMegabytes(), processorSeconds())
    let header = try folder.publishDelta(delta)
    let (used, took) = (peakMegabytes() - base, processorSeconds() - start)
    print("delta to generation \(header.generation): \(text(took)) s of processor time, \(text(used)) MB more")
}

private func load(_ folder: DirectoryFolder, isIncremental: Bool) throws {
    // A load of nothing first: what runtime and libraries take then is the process's, and not the snapshot's.
    try loadNothing(beside: folder)
    print("before: \(text(peakMegabytes())) MB", terminator: ". ")
    let (base, start) = (peakMegabytes(), processorSeconds())
    let loaded = try folder.load(into: Counter(isIncremental: isIncremental))
    let (used, took) = (peakMegabytes() - base, processorSeconds() - start)
    try folder.loadCompleted()
    let changes = "\(loaded.added) added, \(loaded.removed) removed"
    print("\(loaded.mode.rawValue): \(changes) in \(text(took)) s of processor time, \(text(used)) MB more")
    guard used < most else { throw DirectoryFailure.file(ENOMEM) }
}

private func loadNothing(beside folder: DirectoryFolder) throws {
    let empty = DirectoryFolder(path: folder.path + "/empty")
    try FileManager.default.createDirectory(atPath: empty.path, withIntermediateDirectories: true)
    _ = try empty.load(into: Counter(isIncremental: true))
    try empty.loadCompleted()
}

/// Not the time that other processes had.
private func processorSeconds() -> Double {
    Double(clock()) / 1_000_000
}

/// The most memory that the process has had at once.
private func peakMegabytes() -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return Double(line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
}

private func text(_ value: Double) -> String {
    String(format: "%.2f", value)
}

do {
    let words = CommandLine.arguments.dropFirst()
    let folder = DirectoryFolder(path: words.dropFirst().first ?? "")
    switch (words.first, words.dropFirst(2).first) {
    case ("publish", .some(let snapshot)): try publish(snapshot, in: folder)
    case ("delta", .some(let delta)): try applyDelta(delta, in: folder)
    case ("load", "everything"): try load(folder, isIncremental: false)
    case ("load", "changes"): try load(folder, isIncremental: true)
    default: throw DirectoryFailure.file(EINVAL)
    }
} catch {
    FileHandle.standardError.write(
        Data("stream-directory: expected a load within \(most) MB, found \(error)\n".utf8))
    exit(1)
}
