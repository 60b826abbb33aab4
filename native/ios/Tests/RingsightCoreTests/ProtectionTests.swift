// Every file of the App Group can be read while the phone is locked, if it has been unlocked once.
import Foundation
import TestSupport
import Testing

@testable import RingsightCore

/// An iOS that loads by itself, as the extension does.
private struct Loading: CallDirectorySystem {
    let folder: DirectoryFolder

    func isEnabled() async -> Bool? { true }
    func openSettings() async {}

    func reload() async -> ReloadError? {
        do {
            _ = try folder.load(into: Nowhere())
            try folder.loadCompleted()
            return nil
        } catch {
            return ReloadError(code: 2)
        }
    }
}

private struct Nowhere: EntrySink {
    let isIncremental = false
    func add(_ number: Int64, label: String) {}
    func remove(_ number: Int64) {}
    func removeAll() {}
}

/// Which files were given their class while they were empty, by their number in the file system.
private final class Told: @unchecked Sendable {
    private let lock = NSLock()
    private var files: Set<UInt64> = []

    func note(_ file: String) {
        lock.lock()
        defer { lock.unlock() }
        let (number, size) = Self.look(at: file)
        if size == 0 { files.insert(number) }
    }

    func has(_ file: String) -> Bool { files.contains(Self.look(at: file).number) }

    private static func look(at file: String) -> (number: UInt64, size: UInt64) {
        let about = try? FileManager.default.attributesOfItem(atPath: file)
        let number = { (key: FileAttributeKey) in (about?[key] as? NSNumber)?.uint64Value ?? .max }
        return (number(.systemFileNumber), number(.size))
    }
}

@Suite struct ProtectionTests {
    private let made = TemporaryFolder()
    private let shared = TemporaryFolder()

    @Test("every file that app and extension keep is protected until the first unlock, before anything is in it")
    func protectsEveryFile() async throws {
        let told = Told()
        let note: @Sendable (String) -> Void = { told.note($0) }
        try await Protection.$protect.withValue(note) {
            let folder = DirectoryFolder(path: shared.path)
            let directory = CallDirectory(folder: folder, system: Loading(folder: folder), appName: "Acme")
            try await directory.signIn(workspaceHash: acme)
            for generation in 1...2 as ClosedRange<UInt32> {
                let file = made.write(snapshot(of: [Person(1, "Anna")], generation: generation), as: "made.idx")
                try await directory.publish(file)
            }
            // A load that was interrupted leaves what it is about.
            _ = try folder.load(into: Nowhere())
            EventQueue(folder).append(CallerIdEvent(at: 1, type: .loaded))
        }
        let files = (FileManager.default.enumerator(atPath: shared.path)?.compactMap { $0 as? String } ?? [])
            .filter { $0 != "events" }
        #expect(files.count >= 7, "workspace, three snapshots, the doubt, reload.json, an event: \(files)")
        for file in files { #expect(told.has(shared.path + "/" + file), "\(file)") }
    }
}
