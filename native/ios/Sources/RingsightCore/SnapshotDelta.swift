// What changed from one snapshot to the next (native/FORMAT.md, Deltas): read whole, and believed where its checksum vouches for
// it and where it fits. Applies nothing.
import Foundation

/// Why a delta was not applied, in the words of the other languages. Whatever it is, the whole snapshot helps.
public enum DeltaRefusal: String, Error, Sendable {
    case notADelta = "not-a-delta"
    case unknownVersion = "unknown-version"
    case wrongSize = "wrong-size"
    case wrongChecksum = "wrong-checksum"
    /// It contradicts itself, or the snapshot that it is for.
    case wrongContent = "wrong-content"
    /// There is no sound snapshot to apply it to.
    case noSnapshot = "no-snapshot"
    case otherWorkspace = "other-workspace"
    /// It was made for a snapshot of another generation, or for another one of that generation.
    case otherSnapshot = "other-snapshot"
    /// What came of it is not the snapshot that it promises.
    case wrongResult = "wrong-result"
}

/// Bytes in memory, of a size that is known.
final class Memory {
    let bytes: UnsafeMutableRawBufferPointer

    init(count: Int) {
        bytes = .allocate(byteCount: count, alignment: 8)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        bytes.deallocate()
    }

    var all: UnsafeRawBufferPointer { UnsafeRawBufferPointer(bytes) }

    func part(_ from: Int, _ length: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[from..<from + length])
    }
}

/// A delta that is as it was written.
struct SnapshotDelta {
    let generation: UInt32
    let workspaceHash: String
    /// Of the snapshot that it is for.
    let checksum: UInt32
    /// How many numbers are only in the snapshot before, and how many have a place of their own.
    let removed: Int
    let placed: Int
    let steps: Int
    let inserted: Int
    let insertedAt: Int
    /// The layout of the snapshot that comes of it.
    let after: SnapshotLayout
    let memory: Memory
    private let placedAt: Int
    private let placesAt: Int
    private let stepsAt: Int

    private static let magic: UInt64 = 0x544c_4453_474e_4952
    private static let version: UInt32 = 1
    private static let longest = 1 << 26
    private static let headerBytes = 48
    private static let partsAt = headerBytes + SnapshotLayout.headerBytes
    private static let sumAt = 44

    /// A file of at most 64 MiB.
    init(_ file: String) throws(DirectoryFailure) {
        guard let source = try FileSource.open(file), source.size <= Self.longest else { throw .delta(.wrongSize) }
        let memory = Memory(count: source.size)
        guard source.read(into: memory.bytes, at: 0) else { throw .file(EIO) }
        do throws(DeltaRefusal) { try self.init(memory) } catch { throw .delta(error) }
    }

    init(_ memory: Memory) throws(DeltaRefusal) {
        let bytes = memory.all
        guard bytes.count >= Self.partsAt else { throw .wrongSize }
        guard bytes.integer(at: 0, as: UInt64.self) == Self.magic else { throw .notADelta }
        guard bytes.integer(at: 8, as: UInt32.self) == Self.version else { throw .unknownVersion }
        generation = bytes.integer(at: 12, as: UInt32.self)
        checksum = bytes.integer(at: 24, as: UInt32.self)
        removed = Int(bytes.integer(at: 28, as: UInt32.self))
        placed = Int(bytes.integer(at: 32, as: UInt32.self))
        steps = Int(bytes.integer(at: 36, as: UInt32.self))
        inserted = Int(bytes.integer(at: 40, as: UInt32.self))
        placedAt = Self.partsAt + 8 * removed
        placesAt = placedAt + 8 * placed
        stepsAt = placesAt + 4 * placed
        insertedAt = stepsAt + 12 * steps
        guard insertedAt + inserted == bytes.count, bytes.count <= Self.longest else { throw .wrongSize }
        var sum = Checksum()
        sum.take(memory.part(0, Self.sumAt))
        sum.take(memory.part(Self.sumAt + 4, bytes.count - Self.sumAt - 4))
        guard sum.value == bytes.integer(at: Self.sumAt, as: UInt32.self) else { throw .wrongChecksum }
        let header = memory.part(Self.headerBytes, SnapshotLayout.headerBytes)
        guard let after = try? SnapshotLayout(promisedBy: header), after.slots == after.count * 13 / 10 + 1 else {
            throw .wrongContent
        }
        workspaceHash = SnapshotHeader(bytes).workspaceHash
        let promised = SnapshotHeader(header)
        guard promised.workspaceHash == workspaceHash, promised.generation > generation else { throw .wrongContent }
        self.after = after
        self.memory = memory
    }

    /// The header of the snapshot that comes of it.
    var header: UnsafeRawBufferPointer { memory.part(Self.headerBytes, SnapshotLayout.headerBytes) }

    /// The checksum in that header.
    var promised: UInt32 { header.integer(at: 60, as: UInt32.self) }

    func removed(_ index: Int) -> UInt64 {
        memory.all.integer(at: Self.partsAt + 8 * index, as: UInt64.self)
    }

    func placed(_ index: Int) -> UInt64 {
        memory.all.integer(at: placedAt + 8 * index, as: UInt64.self)
    }

    /// Where the record of a placed number begins.
    func place(_ index: Int) -> Int {
        Int(memory.all.integer(at: placesAt + 4 * index, as: UInt32.self))
    }

    func step(_ index: Int) -> (keep: Int, drop: Int, insert: Int) {
        let at = stepsAt + 12 * index
        func field(_ offset: Int) -> Int { Int(memory.all.integer(at: at + offset, as: UInt32.self)) }
        return (field(0), field(4), field(8))
    }
}

/// How the records after are made of those before. A step keeps some bytes, leaves some out and puts others in their place.
struct DeltaSteps {
    let delta: SnapshotDelta
    /// Where each step begins, in the records before and in those after.
    private(set) var from: [Int] = []
    private var to: [Int] = []

    /// Refused when they do not go from the beginning to the end of both.
    init(_ delta: SnapshotDelta, before: SnapshotLayout) throws(DeltaRefusal) {
        self.delta = delta
        from.reserveCapacity(delta.steps)
        to.reserveCapacity(delta.steps)
        var (old, new, used) = (0, 0, 0)
        for index in 0..<delta.steps {
            from.append(old)
            to.append(new)
            let step = delta.step(index)
            old += step.keep + step.drop
            new += step.keep + step.insert
            used += step.insert
        }
        guard old == before.recordBytes, new == delta.after.recordBytes, used == delta.inserted else {
            throw .wrongContent
        }
    }

    /// Where a record of before begins in the records after; nil where nothing of it is left, and nothing in its place.
    func move(_ place: Int) -> Int? {
        var (low, high) = (0, from.count)
        while low < high {
            let middle = (low + high) / 2
            if from[middle] <= place { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let (into, step) = (place - from[low - 1], delta.step(low - 1))
        let isThere = into < step.keep || (into == step.keep && step.insert > 0)
        return isThere ? to[low - 1] + into : nil
    }
}
