// Deltas that are not as they were written, or not for this snapshot: each leaves the snapshot that is there, or leads to the next.
import Foundation
import TestSupport
import Testing

@testable import RingsightCore

private let mutations = 20_000

/// Why a delta was refused; nil when it was not.
func refusal(_ publish: () throws(DirectoryFailure) -> Void) -> DeltaRefusal? {
    do throws(DirectoryFailure) {
        try publish()
        return nil
    } catch .delta(let reason) {
        return reason
    } catch {
        Issue.record("expected a delta's refusal, found \(error)")
        return nil
    }
}

func deltaFile(_ name: String) throws -> [UInt8] {
    Array(try #require(FileManager.default.contents(atPath: vectorFile("deltas/" + name))))
}

@Suite struct DeltaTests {
    private let temporary = TemporaryFolder()
    private var folder: DirectoryFolder { DirectoryFolder(path: temporary.path) }

    private func label(of number: UInt64) throws -> String? {
        try folder.open()?.entry(of: number)?.label
    }

    @Test("R-16 after a delta the next look-up reads the next snapshot")
    func publishes() throws {
        try folder.signIn(workspaceHash: acme)
        _ = try folder.publish(vectorFile("one.idx"))
        #expect(try label(of: 353_871_234_567) == "Anna Byrne · Acme Ltd")
        let delta = vectorFile("deltas/one.delta")
        #expect(try folder.publishDelta(delta).generation == 8)
        #expect(try label(of: 353_871_234_567) == "Anna Byrne · Beta")
        #expect(throws: DirectoryFailure.delta(.otherSnapshot)) { _ = try folder.publishDelta(delta) }
        #expect(try label(of: 353_871_234_567) == "Anna Byrne · Beta")
    }

    @Test("without a snapshot, signed in elsewhere and without a file nothing comes of a delta")
    func needsASnapshot() throws {
        let delta = vectorFile("deltas/one.delta")
        try folder.signIn(workspaceHash: acme)
        #expect(throws: DirectoryFailure.delta(.noSnapshot)) { _ = try folder.publishDelta(delta) }
        _ = try folder.publish(vectorFile("one.idx"))
        #expect(throws: DirectoryFailure.delta(.wrongSize)) { _ = try folder.publishDelta(temporary.path + "/none") }
        _ = temporary.write(Array("00000000000000ff".utf8), as: "workspace")
        #expect(throws: DirectoryFailure.delta(.otherWorkspace)) { _ = try folder.publishDelta(delta) }
        #expect(temporary.files == ["directory.idx", "workspace"])
    }

    @Test("what cannot be written keeps the snapshot that is there")
    func survivesAFullStorage() throws {
        try folder.signIn(workspaceHash: acme)
        _ = try folder.publish(vectorFile("one.idx"))
        // What is written first cannot be made: a folder has its name.
        try FileManager.default.createDirectory(
            atPath: temporary.path + "/directory.part", withIntermediateDirectories: false)
        #expect(throws: DirectoryFailure.file(EISDIR)) {
            _ = try folder.publishDelta(vectorFile("deltas/one.delta"))
        }
        #expect(try label(of: 353_871_234_567) == "Anna Byrne · Acme Ltd")
    }

    @Test("R-16 no mutation of a delta crashes, or leads to anything but the next snapshot")
    func survivesMutations() throws {
        let sound = try soundDeltas()
        var chance = Chance(seed: 20_261_129)
        var refusals: [String: Int] = [:]
        let written = temporary.write([], as: "written")
        let descriptor = open(written, O_WRONLY)
        defer { close(descriptor) }
        for _ in 0..<mutations {
            let (before, delta, after) = sound[Int.random(in: 0..<sound.count, using: &chance)]
            let other = sound[Int.random(in: 0..<sound.count, using: &chance)].delta
            let mutated = mutate(delta, other, &chance)
            if sound.contains(where: { $0.delta == mutated }) { continue }
            let reader = try DirectoryReader(Bytes(before))
            ftruncate(descriptor, 0)
            let refused = refusal { () throws(DirectoryFailure) in
                try writeApplied(reader, try read(mutated), to: descriptor)
            }
            refusals[refused?.rawValue ?? "applied", default: 0] += 1
            if refused == nil && FileManager.default.contents(atPath: written) != Data(after) {
                Issue.record("expected the next snapshot, found another, with the delta \(mutated)")
                return
            }
        }
        print("deltas: \(mutations) mutations, \(refusals.sorted { $0.key < $1.key })")
        for word in ["wrong-size", "wrong-checksum", "wrong-content", "wrong-result", "other-snapshot"] {
            #expect(refusals[word] != nil)
        }
    }
}

private func soundDeltas() throws -> [(before: [UInt8], delta: [UInt8], after: [UInt8])] {
    let cases = vectors("deltas.json", of: DeltaCase.self).filter { !$0.flags.contains("Blocks") }
    return try cases.compactMap { each in
        guard let after = each.after else { return nil }
        return (try deltaFile(each.before), try deltaFile(each.delta), try deltaFile(after))
    }
}

private func read(_ bytes: [UInt8]) throws(DirectoryFailure) -> SnapshotDelta {
    let memory = Memory(count: bytes.count)
    memory.bytes.copyBytes(from: bytes)
    do throws(DeltaRefusal) { return try SnapshotDelta(memory) } catch { throw .delta(error) }
}

private func mutate(_ delta: [UInt8], _ other: [UInt8], _ chance: inout Chance) -> [UInt8] {
    var bytes = delta
    func place() -> Int { Int.random(in: 0..<bytes.count, using: &chance) }
    func flip() { bytes[place()] ^= 1 << UInt8.random(in: 0..<8, using: &chance) }
    switch Int.random(in: 0..<6, using: &chance) {
    case 0:
        flip()
    case 1:
        bytes.removeLast(bytes.count - place())
    case 2:
        bytes = Array(bytes.prefix(place())) + other.suffix(Int.random(in: 0...other.count, using: &chance))
    default:
        for _ in 0..<Int.random(in: 1...4, using: &chance) {
            switch Int.random(in: 0..<3, using: &chance) {
            case 0: flip()
            case 1: bytes[place()] = [0, 1, 127, 255].randomElement(using: &chance) ?? 0
            default:
                let edges: [UInt32] = [0, 1, 112, 1 << 16, .max, 0x7fff_ffff]
                store(edges.randomElement(using: &chance) ?? 0, at: min(place(), bytes.count - 4), in: &bytes)
            }
        }
        var sum = Checksum()
        bytes.withUnsafeBytes {
            sum.take(UnsafeRawBufferPointer(rebasing: $0[..<44]))
            sum.take(UnsafeRawBufferPointer(rebasing: $0[48...]))
        }
        store(sum.value, at: 44, in: &bytes)
    }
    return bytes
}

private func store(_ value: UInt32, at offset: Int, in bytes: inout [UInt8]) {
    for byte in 0..<4 { bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * byte)) }
}
