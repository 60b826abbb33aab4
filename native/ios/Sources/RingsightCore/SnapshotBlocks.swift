// The body of a snapshot, in blocks: hands out no byte that its block's checksum has not vouched for. Keeps a few blocks in a
// buffer that never grows. Knows nothing of numbers and labels.

final class SnapshotBlocks {
    let layout: SnapshotLayout
    let header: SnapshotHeader
    /// That of the header, which vouches for all of it.
    let checksum: UInt32
    private let source: any SnapshotSource
    private let checksums: [UInt32]
    private let buffer: UnsafeMutableRawBufferPointer
    /// Which block each part of the buffer holds; -1 for none.
    private var held: [Int]

    private static let kept = 16

    /// Checks the header and the list of checksums; reads nothing else.
    init(_ source: any SnapshotSource) throws(SnapshotDamage) {
        let size = source.size
        let first = try Self.read(source, from: 0, count: min(size, SnapshotLayout.headerBytes))
        let layout = try first.bytes { bytes throws(SnapshotDamage) in try SnapshotLayout(header: bytes, size: size) }
        let list = try Self.read(
            source, from: SnapshotLayout.headerBytes, count: layout.numbersAt - SnapshotLayout.headerBytes)
        let expected = first.bytes { $0.integer(at: 60, as: UInt32.self) }
        var sum = Checksum()
        first.bytes { sum.take(UnsafeRawBufferPointer(rebasing: $0[..<60])) }
        list.bytes { sum.take($0) }
        guard sum.value == expected else { throw .wrongChecksum }
        checksum = expected
        checksums = list.bytes { bytes in
            (0..<layout.blocks).map { bytes.integer(at: 4 * $0, as: UInt32.self) }
        }
        header = first.bytes { SnapshotHeader($0) }
        self.layout = layout
        self.source = source
        buffer = .allocate(byteCount: Self.kept * SnapshotLayout.blockBytes, alignment: 8)
        held = Array(repeating: -1, count: Self.kept)
    }

    deinit {
        buffer.deallocate()
    }

    /// A little-endian integer, which lies in one block as every integer of fixed width does.
    func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int, as type: Integer.Type
    ) throws(SnapshotDamage) -> Integer {
        guard offset >= layout.numbersAt, offset + type.bitWidth / 8 <= layout.end else { throw .wrongContent }
        let (bytes, from) = try block(of: offset)
        return bytes.integer(at: from, as: type)
    }

    func byte(at offset: Int) throws(SnapshotDamage) -> UInt8 {
        guard offset >= layout.numbersAt, offset < layout.end else { throw .wrongContent }
        let (bytes, from) = try block(of: offset)
        return bytes[from]
    }

    /// Copies bytes that may lie in several blocks.
    func copy(from offset: Int, into target: UnsafeMutableRawBufferPointer) throws(SnapshotDamage) {
        guard offset >= layout.numbersAt, offset + target.count <= layout.end else { throw .wrongContent }
        var done = 0
        while done < target.count {
            let (bytes, from) = try block(of: offset + done)
            let part = min(bytes.count - from, target.count - done)
            (target.baseAddress! + done).copyMemory(from: bytes.baseAddress! + from, byteCount: part)
            done += part
        }
    }

    /// Reads every block once: whether the whole snapshot is as it was written.
    func checkAll() throws(SnapshotDamage) {
        for block in 0..<layout.blocks {
            _ = try self.block(of: layout.numbersAt + block * SnapshotLayout.blockBytes)
        }
    }

    /// The block with an offset, and where in it that is.
    private func block(of offset: Int) throws(SnapshotDamage) -> (UnsafeRawBufferPointer, Int) {
        let (number, from) = (offset - layout.numbersAt).quotientAndRemainder(dividingBy: SnapshotLayout.blockBytes)
        let begin = layout.numbersAt + number * SnapshotLayout.blockBytes
        let place = number % Self.kept
        let start = place * SnapshotLayout.blockBytes
        let length = min(SnapshotLayout.blockBytes, layout.end - begin)
        let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer[start..<start + length])
        if held[place] != number {
            held[place] = -1
            guard source.read(into: bytes, at: begin) else { throw .wrongSize }
            guard Checksum.of(UnsafeRawBufferPointer(bytes)) == checksums[number] else { throw .wrongChecksum }
            held[place] = number
        }
        return (UnsafeRawBufferPointer(bytes), from)
    }

    private static func read(
        _ source: any SnapshotSource, from offset: Int, count: Int
    ) throws(SnapshotDamage) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let isRead = bytes.withUnsafeMutableBytes { source.read(into: $0, at: offset) }
        guard isRead else { throw .wrongSize }
        return bytes
    }
}

extension [UInt8] {
    fileprivate func bytes<Result, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let result: Swift.Result<Result, Failure> = withUnsafeBytes { bytes in
            do throws(Failure) { return .success(try body(bytes)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
