// Writes the snapshot that comes of another one and a delta, as native/FORMAT.md has it: the numbers through tables in memory, some
// 36 bytes for each, the records from file to file. What it has written is believed by its checksum alone.
import Foundation

/// Throws when nothing came of it; what was written then is to be thrown away.
func writeApplied(
    _ before: DirectoryReader, _ delta: SnapshotDelta, to descriptor: Int32
) throws(DirectoryFailure) {
    let (old, after) = (before.blocks, delta.after)
    guard old.header.workspaceHash == delta.workspaceHash else { throw .delta(.otherWorkspace) }
    let isSame = old.header.generation == delta.generation && old.checksum == delta.checksum
    guard isSame else { throw .delta(.otherSnapshot) }
    let table: DeltaTable
    let steps: DeltaSteps
    do throws(DeltaRefusal) {
        // Nothing is made room for before it is known that what there is fills it.
        steps = try DeltaSteps(delta, before: old.layout)
        guard after.count <= old.layout.count + delta.placed else { throw .wrongContent }
        table = DeltaTable(after)
        try enterNumbers(old, delta, steps, table)
    } catch {
        throw .delta(error)
    }
    var body = BodyWriter(descriptor, after)
    try body.write(table.memory.all)
    var insertedAt = delta.insertedAt
    for index in 0..<delta.steps {
        let step = delta.step(index)
        try body.write(old, from: old.layout.recordsAt + steps.from[index], length: step.keep)
        try body.write(delta.memory.part(insertedAt, step.insert))
        insertedAt += step.insert
    }
    let sums = try body.end()
    var sum = Checksum()
    sum.take(UnsafeRawBufferPointer(rebasing: delta.header[..<60]))
    sum.take(sums.all)
    guard sum.value == delta.promised else { throw .delta(.wrongResult) }
    try writeAt(delta.header, to: descriptor, at: 0)
    try writeAt(sums.all, to: descriptor, at: SnapshotLayout.headerBytes)
}

private let largestNumber: UInt64 = 999_999_999_999_999_999

/// Every number of the snapshot after, ascending: those before that are not removed, and the placed ones among them.
private func enterNumbers(
    _ before: SnapshotBlocks, _ delta: SnapshotDelta, _ steps: DeltaSteps, _ table: DeltaTable
) throws(DeltaRefusal) {
    var numbers = try NumberCursor(before)
    var (gone, put) = (0, 0)
    var isMore = try numbers.advance()
    while isMore || put < delta.placed {
        let old = isMore ? numbers.number : .max
        let placed = put < delta.placed ? delta.placed(put) : .max
        let isGone = isMore && old <= placed && gone < delta.removed && delta.removed(gone) == old
        if isGone { gone += 1 }
        if placed <= old {
            // None is both.
            guard !isGone else { throw .wrongContent }
            try table.enter(placed, delta.place(put))
            put += 1
        } else if !isGone {
            guard let place = steps.move(numbers.place) else { throw .wrongContent }
            try table.enter(old, place)
        }
        if isMore && old <= placed { isMore = try numbers.advance() }
    }
    guard gone == delta.removed, table.isComplete else { throw .wrongContent }
}

/// The numbers of a sound snapshot in their order, each with the place of its record. They lie in no order, so all of them are in
/// memory: read block by block, each number would cost a block.
private struct NumberCursor {
    private(set) var number: UInt64 = 0
    private(set) var place = 0
    private let blocks: SnapshotBlocks
    private let table: Memory
    private var order = Memory(count: 0)
    private var rank = 0

    private static let stretch = 16_384

    init(_ blocks: SnapshotBlocks) throws(DeltaRefusal) {
        self.blocks = blocks
        table = Memory(count: blocks.layout.orderAt - blocks.layout.numbersAt)
        guard (try? blocks.copy(from: blocks.layout.numbersAt, into: table.bytes)) != nil else { throw .noSnapshot }
    }

    mutating func advance() throws(DeltaRefusal) -> Bool {
        let layout = blocks.layout
        guard rank < layout.count else { return false }
        let inStretch = rank % Self.stretch
        if inStretch == 0 {
            order = Memory(count: 4 * min(Self.stretch, layout.count - rank))
            let at = layout.orderAt + 4 * rank
            guard (try? blocks.copy(from: at, into: order.bytes)) != nil else { throw .noSnapshot }
        }
        let slot = Int(order.all.integer(at: 4 * inStretch, as: UInt32.self))
        guard slot < layout.slots else { throw .noSnapshot }
        let next = table.all.integer(at: 8 * slot, as: UInt64.self)
        place = Int(table.all.integer(at: 8 * layout.slots + 4 * slot, as: UInt32.self))
        guard next > number, next <= largestNumber, place < layout.recordBytes else { throw .noSnapshot }
        number = next
        rank += 1
        return true
    }
}

/// Numbers, places and order of a snapshot, entered one number after the other as the builder does.
private final class DeltaTable {
    let memory: Memory
    private let layout: SnapshotLayout
    private let placesAt: Int
    private let orderAt: Int
    private var count = 0
    private var last: UInt64 = 0
    /// A number finds an empty slot in three steps, on average. Whoever chooses numbers so that it takes thousands is not followed.
    private var stepsLeft: Int

    private static let noPlace = UInt32.max
    private static let stepsASlot = 64

    init(_ layout: SnapshotLayout) {
        self.layout = layout
        memory = Memory(count: layout.recordsAt - layout.numbersAt)
        placesAt = layout.placesAt - layout.numbersAt
        orderAt = layout.orderAt - layout.numbersAt
        stepsLeft = Self.stepsASlot * layout.slots
        UnsafeMutableRawBufferPointer(rebasing: memory.bytes[placesAt..<orderAt])
            .initializeMemory(as: UInt8.self, repeating: 0xff)
    }

    var isComplete: Bool { count == layout.count }

    func enter(_ number: UInt64, _ place: Int) throws(DeltaRefusal) {
        guard number > last, number <= largestNumber, place < layout.recordBytes, count < layout.count else {
            throw .wrongContent
        }
        var slot = homeSlot(of: number, slots: layout.slots)
        while memory.all.integer(at: placesAt + 4 * slot, as: UInt32.self) != Self.noPlace {
            slot = slot + 1 == layout.slots ? 0 : slot + 1
            stepsLeft -= 1
            guard stepsLeft >= 0 else { throw .wrongContent }
        }
        memory.bytes.storeBytes(of: number.littleEndian, toByteOffset: 8 * slot, as: UInt64.self)
        memory.bytes.storeBytes(of: UInt32(place).littleEndian, toByteOffset: placesAt + 4 * slot, as: UInt32.self)
        memory.bytes.storeBytes(of: UInt32(slot).littleEndian, toByteOffset: orderAt + 4 * count, as: UInt32.self)
        last = number
        count += 1
    }
}

/// Writes the body of a snapshot from its beginning to its end, and keeps the checksum of each block.
private struct BodyWriter {
    private let descriptor: Int32
    private var at: Int
    private let sums: Memory
    private var sumsEnd = 0
    private let piece = Memory(count: 16 * SnapshotLayout.blockBytes)
    private var filled = 0

    init(_ descriptor: Int32, _ layout: SnapshotLayout) {
        self.descriptor = descriptor
        at = layout.numbersAt
        sums = Memory(count: layout.numbersAt - SnapshotLayout.headerBytes)
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(DirectoryFailure) {
        var done = 0
        while done < bytes.count {
            let part = UnsafeRawBufferPointer(rebasing: bytes[done..<min(done + room, bytes.count)])
            UnsafeMutableRawBufferPointer(rebasing: piece.bytes[filled...]).copyMemory(from: part)
            done += part.count
            try advance(part.count)
        }
    }

    /// Copies from another snapshot.
    mutating func write(_ blocks: SnapshotBlocks, from: Int, length: Int) throws(DirectoryFailure) {
        var done = 0
        while done < length {
            let part = min(room, length - done)
            let target = UnsafeMutableRawBufferPointer(rebasing: piece.bytes[filled..<filled + part])
            do throws(SnapshotDamage) {
                try blocks.copy(from: from + done, into: target)
            } catch {
                throw .delta(.noSnapshot)
            }
            done += part
            try advance(part)
        }
    }

    /// The checksums, as they stand in the file.
    mutating func end() throws(DirectoryFailure) -> Memory {
        try flush()
        return sums
    }

    private var room: Int { piece.bytes.count - filled }

    private mutating func advance(_ count: Int) throws(DirectoryFailure) {
        filled += count
        if room == 0 { try flush() }
    }

    /// A piece is whole blocks, but for the last one.
    private mutating func flush() throws(DirectoryFailure) {
        for from in stride(from: 0, to: filled, by: SnapshotLayout.blockBytes) {
            let block = piece.part(from, min(SnapshotLayout.blockBytes, filled - from))
            sums.bytes.storeBytes(
                of: Checksum.of(block).littleEndian, toByteOffset: sumsEnd, as: UInt32.self)
            sumsEnd += 4
        }
        try writeAt(piece.part(0, filled), to: descriptor, at: at)
        at += filled
        filled = 0
    }
}

private func writeAt(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int
) throws(DirectoryFailure) {
    var done = 0
    while done < bytes.count {
        let part = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
        if part < 0 && errno == EINTR { continue }
        guard part > 0 else { throw .file(errno) }
        done += part
    }
}
