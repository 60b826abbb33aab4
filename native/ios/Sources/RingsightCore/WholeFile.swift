// Writes files that others read at any moment: beside their place first, then renamed. Nobody sees half of one.
import Foundation

/// How a new file is kept, said before its first byte.
enum Protection {
    /// Readable from the first unlock on: iOS has the extension load while the phone is locked, and the host app's own default
    /// may be `complete`, by which nothing can be read then. Tests look on.
    /// https://developer.apple.com/documentation/foundation/fileprotectiontype/completeuntilfirstuserauthentication
    @TaskLocal static var protect: @Sendable (_ file: String) -> Void = { file in
        #if canImport(Darwin)
            let kept: [FileAttributeKey: Any] = [
                .protectionKey: FileProtectionType.completeUntilFirstUserAuthentication
            ]
            // A file that cannot be told so is as good as one of before.
            try? FileManager.default.setAttributes(kept, ofItemAtPath: file)
        #endif
    }
}

func writeWhole(_ data: Data, to file: String) throws(DirectoryFailure) {
    let part = file + ".part"
    try writeNew(part) { descriptor throws(DirectoryFailure) in try write(data, to: descriptor) }
    guard rename(part, file) == 0 else { throw .file(errno) }
}

/// Copies in pieces: a snapshot may be larger than the memory that is left.
func copyWhole(_ file: String, to target: String) throws(DirectoryFailure) {
    guard let source = try FileSource.open(file) else { throw .file(ENOENT) }
    try writeNew(target) { descriptor throws(DirectoryFailure) in
        var at = 0
        while at < source.size {
            var piece = Data(count: min(1 << 18, source.size - at))
            guard piece.withUnsafeMutableBytes({ source.read(into: $0, at: at) }) else { throw .file(EIO) }
            try write(piece, to: descriptor)
            at += piece.count
        }
    }
}

func removeFile(_ file: String) throws(DirectoryFailure) {
    guard unlink(file) == 0 || errno == ENOENT else { throw .file(errno) }
}

/// Hands out a new file to write to, and syncs it.
func writeNew(
    _ file: String, _ body: (Int32) throws(DirectoryFailure) -> Void
) throws(DirectoryFailure) {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .file(errno) }
    defer { close(descriptor) }
    Protection.protect(file)
    try body(descriptor)
    guard fsync(descriptor) == 0 else { throw .file(errno) }
}

private func write(_ data: Data, to descriptor: Int32) throws(DirectoryFailure) {
    var done = 0
    while done < data.count {
        let part = data.withUnsafeBytes { write(descriptor, $0.baseAddress! + done, data.count - done) }
        if part < 0 && errno == EINTR { continue }
        guard part > 0 else { throw .file(errno) }
        done += part
    }
}
