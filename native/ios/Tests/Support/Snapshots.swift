// Makes snapshots for tests, by native/FORMAT.md; those of fixtures/vectors come from TypeScript.
import Foundation

@testable import RingsightCore

public struct Person: Sendable {
    public let number: UInt64
    public var label: String

    public init(_ number: UInt64, _ label: String) {
        self.number = number
        self.label = label
    }
}

/// A snapshot of these people, each with the record id 1 and no deal.
///
/// - Parameter order: The numbers in the order that the snapshot claims; those of the people, ascending, when it is nil.
public func snapshot(
    of people: [Person], generation: UInt32 = 1, workspace: String = acme, order: [UInt64]? = nil
) -> [UInt8] {
    let slots = people.count * 13 / 10 + 1
    var table = [(number: UInt64, place: UInt32)](repeating: (0, .max), count: slots)
    var slotOf: [UInt64: UInt32] = [:]
    var records: [UInt8] = []
    for person in people {
        var slot = homeSlot(of: person.number, slots: slots)
        while table[slot].number != 0 { slot = (slot + 1) % slots }
        table[slot] = (person.number, UInt32(records.count))
        slotOf[person.number] = UInt32(slot)
        let label = Array(person.label.utf8)
        records += varint(label.count) + label + [2, 3]
    }
    var body: [UInt8] = []
    for slot in table { body += bytes(slot.number) }
    for slot in table { body += bytes(slot.place) }
    for number in order ?? slotOf.keys.sorted() { body += bytes(slotOf[number] ?? .max) }
    body += records
    return seal(
        body: body, count: people.count, slots: slots, records: records.count, generation: generation,
        workspace: workspace)
}

/// The hash of the workspace "acme", as in fixtures/vectors.
public let acme = "822b33ad87c148a0"

private func seal(
    body: [UInt8], count: Int, slots: Int, records: Int, generation: UInt32, workspace: String
) -> [UInt8] {
    var header: [UInt8] = Array("RINGSIDX".utf8) + bytes(UInt32(2)) + bytes(generation)
    for at in stride(from: 0, to: 16, by: 2) {
        header.append(UInt8(workspace.dropFirst(at).prefix(2), radix: 16) ?? 0)
    }
    header += bytes(UInt64(1_795_392_000_000)) + Array("IE".utf8) + [UInt8](repeating: 0, count: 14)
    header += bytes(UInt32(count)) + bytes(UInt32(slots)) + bytes(UInt32(records))
    var sums: [UInt8] = []
    for at in stride(from: 0, to: body.count, by: 4096) {
        sums += bytes(body[at..<min(at + 4096, body.count)].withUnsafeBytes { Checksum.of($0) })
    }
    if sums.count % 8 != 0 { sums += [0, 0, 0, 0] }
    let sum = (header + sums).withUnsafeBytes { Checksum.of($0) }
    return header + bytes(sum) + sums + body
}

private func varint(_ value: Int) -> [UInt8] {
    value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + varint(value >> 7)
}

private func bytes<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

/// The bytes of a snapshot in memory.
public final class Bytes: SnapshotSource {
    public var bytes: [UInt8]
    public var size: Int

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        size = bytes.count
    }

    public func read(into: UnsafeMutableRawBufferPointer, at offset: Int) -> Bool {
        guard offset >= 0, offset + into.count <= bytes.count else { return false }
        bytes.withUnsafeBytes { all in
            into.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[offset..<offset + into.count]))
        }
        return true
    }
}

/// A folder of its own, gone with the object.
public final class TemporaryFolder: @unchecked Sendable {
    public let path: String

    public init() {
        path = NSTemporaryDirectory() + "ringsight-" + UUID().uuidString
        try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    public func write(_ bytes: [UInt8], as name: String) -> String {
        let file = path + "/" + name
        precondition(FileManager.default.createFile(atPath: file, contents: Data(bytes)))
        return file
    }

    /// What is there by that name cannot be read from now on, whoever asks.
    public func makeUnreadable(_ name: String) {
        let file = path + "/" + name
        try? FileManager.default.removeItem(atPath: file)
        try! FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
    }

    public var files: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}
