// Where the bytes of a snapshot come from: a file that is read piece by piece. It is not mapped into memory: a file that is
// cut short while it is mapped kills the process, and what cannot be read here is merely not there.
#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// The bytes of a snapshot, wherever they are.
public protocol SnapshotSource: AnyObject {
    var size: Int { get }
    /// Fills `into` with the bytes from an offset on; false when they cannot be had.
    func read(into: UnsafeMutableRawBufferPointer, at offset: Int) -> Bool
}

/// A snapshot in a file. It stays the same one when another takes the file's name.
public final class FileSource: SnapshotSource {
    public let size: Int
    private let descriptor: Int32

    /// Nil when there is no such file; what is there and cannot be read is a failure: the two must not be mistaken.
    public static func open(_ path: String) throws(DirectoryFailure) -> FileSource? {
        let descriptor = posixOpen(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 && errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw .file(errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .file(EINVAL)
        }
        return FileSource(descriptor: descriptor, size: Int(status.st_size))
    }

    private init(descriptor: Int32, size: Int) {
        self.descriptor = descriptor
        self.size = size
    }

    deinit {
        close(descriptor)
    }

    public func read(into: UnsafeMutableRawBufferPointer, at offset: Int) -> Bool {
        var done = 0
        while done < into.count {
            let part = pread(descriptor, into.baseAddress! + done, into.count - done, off_t(offset + done))
            if part < 0 && errno == EINTR { continue }
            guard part > 0 else { return false }
            done += part
        }
        return true
    }
}

private func posixOpen(_ path: String, _ flags: Int32) -> Int32 {
    open(path, flags)
}
