// Tells damaged bytes from sound ones: CRC-32 as zlib and java.util.zip.CRC32 compute it. Knows nothing of what the bytes
// mean.

/// The checksum of the bytes taken so far.
struct Checksum {
    private var inverted = ~UInt32(0)

    var value: UInt32 { ~inverted }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        var crc = inverted
        tables.withUnsafeBufferPointer { tables in
            func step(_ table: Int, _ word: UInt32, _ shift: UInt32) -> UInt32 {
                tables[table * 256 + Int(word >> shift & 255)]
            }
            var at = 0
            while at + 8 <= bytes.count {
                let low = bytes.integer(at: at, as: UInt32.self) ^ crc
                let high = bytes.integer(at: at + 4, as: UInt32.self)
                crc = step(7, low, 0) ^ step(6, low, 8) ^ step(5, low, 16) ^ step(4, low, 24)
                crc ^= step(3, high, 0) ^ step(2, high, 8) ^ step(1, high, 16) ^ step(0, high, 24)
                at += 8
            }
            while at < bytes.count {
                crc = step(0, crc ^ UInt32(bytes[at]), 0) ^ crc >> 8
                at += 1
            }
        }
        inverted = crc
    }

    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var sum = Checksum()
        sum.take(bytes)
        return sum.value
    }
}

/// Eight tables of 256, so that eight bytes are taken in at a time ("slicing", M. E. Kounavis and F. L. Berry, 2005).
private let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
        var crc = UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
        tables[byte] = crc
    }
    for index in 256..<tables.count {
        let crc = tables[index - 256]
        tables[index] = tables[Int(crc & 255)] ^ crc >> 8
    }
    return tables
}()
