// An HTTP server that answers with what a test tells it, be it half of an answer. One connection a request.
import Foundation

public final class RoughServer: @unchecked Sendable {
    private let listening: Int32
    private let lock = NSLock()
    private var answers: [[UInt8]] = []
    private var heard: [String] = []
    private var isListening = true
    public let address: String

    public init() {
        #if canImport(Darwin)
            let stream = SOCK_STREAM
        #else
            let stream = Int32(SOCK_STREAM.rawValue)
        #endif
        let listening = socket(AF_INET, stream, 0)
        self.listening = listening
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                precondition(bind(listening, name, length) == 0 && listen(listening, 16) == 0)
                precondition(getsockname(listening, name, &length) == 0)
            }
        }
        address = "http://127.0.0.1:\(UInt16(bigEndian: name.sin_port))"
        Thread.detachNewThread { [listening, weak self] in
            while true {
                let connection = accept(listening, nil, nil)
                guard connection >= 0, let self else {
                    // Closed by whoever accepts, and nobody else: the number may be another server's at once.
                    close(listening)
                    if connection >= 0 { close(connection) }
                    return
                }
                self.serve(connection)
            }
        }
    }

    deinit {
        stop()
    }

    public func stop() {
        // Shut down twice, the number may be another's by then.
        guard locked({ isListening }) else { return }
        locked { isListening = false }
        shutdown(listening, Int32(SHUT_RDWR))
    }

    /// - Parameter sent: How much of the body; all of it unless stated.
    public func answer(_ status: Int, _ body: [UInt8] = [], _ headers: [String: String] = [:], sent: Int? = nil) {
        let lines = ["HTTP/1.1 \(status) Rough", "Content-Length: \(body.count)", "Connection: close"]
        let head = (lines + headers.map { "\($0.key): \($0.value)" }).joined(separator: "\r\n") + "\r\n\r\n"
        locked { answers.append(Array(head.utf8) + body.prefix(sent ?? body.count)) }
    }

    /// The heads of the requests so far.
    public var requests: [String] { locked { heard } }

    private func serve(_ connection: Int32) {
        var request: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
            let count = recv(connection, &piece, piece.count, 0)
            guard count > 0 else { break }
            request += piece.prefix(count)
        }
        let answer: [UInt8]? = locked {
            heard.append(String(decoding: request, as: UTF8.self))
            return answers.isEmpty ? nil : answers.removeFirst()
        }
        // Who is told no answer is left waiting.
        guard let answer else { return }
        _ = answer.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, 0) }
        close(connection)
    }

    private func locked<Result>(_ work: () -> Result) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return work()
    }
}
