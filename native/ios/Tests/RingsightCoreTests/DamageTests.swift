// Snapshots that are not as they were written: half a million of them, the same ones each time. None crashes, and none names
// anybody whom the sound one does not.
import Foundation
import TestSupport
import Testing

@testable import RingsightCore

/// Tests of another build may ask for fewer.
private let mutations = Int(ProcessInfo.processInfo.environment["RINGSIGHT_MUTATIONS"] ?? "") ?? 500_000
private let workers = 4

private struct Sound: Sendable {
    let bytes: [UInt8]
    let answers: [UInt64: DirectoryEntry]
    /// Numbers that somebody has, and their neighbours that nobody has.
    let asked: [UInt64]
    let order: [UInt64: String]
    /// How each of several is shown.
    let owners: [UInt64: [DirectoryOwner]]
}

private func sound(_ file: String) throws -> Sound {
    let bytes = Array(FileManager.default.contents(atPath: vectorFile(file)) ?? Data())
    let reader = try DirectoryReader(Bytes(bytes))
    let stream = DirectoryStream(reader)
    var answers: [UInt64: DirectoryEntry] = [:]
    var order: [UInt64: String] = [:]
    var owners: [UInt64: [DirectoryOwner]] = [:]
    while try stream.advance() {
        answers[stream.number] = try reader.entry(of: stream.number)
        order[stream.number] = try stream.label()
        owners[stream.number] = try reader.owners(of: stream.number)
    }
    let some = answers.keys.sorted().prefix(4)
    return Sound(bytes: bytes, answers: answers, asked: some.flatMap { [$0, $0 + 1] }, order: order, owners: owners)
}

@Suite struct DamageTests {
    @Test("a snapshot that was changed anywhere names nobody whom the sound one does not", arguments: 0..<workers)
    func namesNobodyWrongly(_ worker: Int) throws {
        let files = [
            "one.idx", "exact.idx", "shared.idx", "largest.idx", "scripts.idx", "record-ids.idx", "owners.idx",
        ]
        let sounds = try files.map { try sound($0) }
        var chance = Chance(seed: UInt64(worker))
        var told = 0
        for _ in 0..<mutations / workers {
            let which = Int.random(in: 0..<sounds.count, using: &chance)
            let other = sounds[Int.random(in: 0..<sounds.count, using: &chance)].bytes
            let bytes = mutate(sounds[which].bytes, other, &chance)
            if !isHonest(bytes, sounds[which]) {
                Issue.record("expected no name or the right one, found another, of \(files[which]): \(bytes)")
            }
            told += 1
        }
        print("mutations: \(told) by seed \(worker)")
    }

    @Test("a larger snapshot with several blocks is judged block by block")
    func judgesBlocks() throws {
        let many = try sound("many.idx")
        var chance = Chance(seed: 99)
        var found = 0
        for _ in 0..<500 {
            var bytes = many.bytes
            bytes[Int.random(in: 64..<bytes.count, using: &chance)] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
            guard let reader = try? DirectoryReader(Bytes(bytes)) else { continue }
            for number in many.answers.keys.prefix(20) {
                guard let entry = try? reader.entry(of: number) else { continue }
                #expect(entry == many.answers[number])
                found += 1
            }
        }
        #expect(found > 1000)
    }
}

/// Whether every answer is none, or that of the sound snapshot.
private func isHonest(_ bytes: [UInt8], _ sound: Sound) -> Bool {
    guard let reader = try? DirectoryReader(Bytes(bytes)) else { return true }
    for number in sound.asked {
        // A snapshot that passes every check is another sound one: nobody can tell, and it names its own.
        if let entry = try? reader.entry(of: number), entry != sound.answers[number] { return isWhole(bytes) }
        if let owners = try? reader.owners(of: number), owners != sound.owners[number] { return isWhole(bytes) }
    }
    let stream = DirectoryStream(reader)
    while (try? stream.advance()) == true {
        guard let label = try? stream.label() else { break }
        if sound.order[stream.number] != label { return isWhole(bytes) }
    }
    return true
}

/// One of the sound snapshots, whole: a splice may have made one of another.
private func isWhole(_ bytes: [UInt8]) -> Bool {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: vectorFolder)) ?? []
    return files.filter { $0.hasSuffix(".idx") && !$0.hasPrefix("damaged") }
        .contains { FileManager.default.contents(atPath: vectorFile($0)) == Data(bytes) }
}

private func mutate(_ sound: [UInt8], _ other: [UInt8], _ chance: inout Chance) -> [UInt8] {
    var bytes = sound
    func place() -> Int { Int.random(in: 0..<max(1, bytes.count), using: &chance) }
    switch Int.random(in: 0..<6, using: &chance) {
    case 0:
        for _ in 0..<Int.random(in: 1...8, using: &chance) {
            bytes[place()] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
        }
    case 1:
        bytes.removeLast(bytes.count - place())
    case 2:
        let from = place()
        let length = min(other.count, Int.random(in: 0...bytes.count - from, using: &chance))
        bytes.replaceSubrange(from..<from + length, with: other.prefix(length))
    case 3:
        let tail = other.suffix(Int.random(in: 0...other.count, using: &chance))
        bytes.replaceSubrange(place()..<bytes.count, with: tail)
    case 4:
        // A field of the header, with its checksum made to agree: only the reader's own bounds are left.
        let at = [8, 12, 16, 24, 32, 48, 52, 56].randomElement(using: &chance) ?? 48
        for byte in 0..<4 where Bool.random(using: &chance) {
            bytes[at + byte] = UInt8.random(in: 0...255, using: &chance)
        }
        reseal(&bytes)
    default:
        bytes.append(contentsOf: (0..<Int.random(in: 1...9, using: &chance)).map { _ in UInt8(0) })
    }
    return bytes
}

private func reseal(_ bytes: inout [UInt8]) {
    guard bytes.count > 72 else { return }
    var sum = Checksum()
    bytes.withUnsafeBytes {
        sum.take(UnsafeRawBufferPointer(rebasing: $0[..<60]))
        sum.take(UnsafeRawBufferPointer(rebasing: $0[64..<72]))
    }
    for byte in 0..<4 { bytes[60 + byte] = UInt8(truncatingIfNeeded: sum.value >> UInt32(8 * byte)) }
}
