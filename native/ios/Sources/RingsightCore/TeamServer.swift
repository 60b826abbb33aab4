// The team's server, as a phone asks it (docs/server.md). Nothing that it sends is believed before it has been read whole: publishing does
// that. Its token goes to the one address that was stated.
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

public struct TeamServer: Sendable {
    private let root: String
    private let token: String
    private let clock: WallClock

    /// For how long the online answer is waited for.
    static let answerMs: Int64 = 4_500

    /// - Parameters:
    ///   - address: `https://directory.example.com`; plain `http` goes to this device alone.
    ///   - token: Of `ringsight serve token make`, for this device.
    /// - Returns: Nil for another kind of address.
    public init?(address: String, token: String, clock: WallClock = .system) {
        guard let url = URL(string: address), let host = url.host else { return nil }
        guard url.scheme == "https" || (url.scheme == "http" && ["localhost", "127.0.0.1"].contains(host)) else {
            return nil
        }
        root = address.hasSuffix("/") ? String(address.dropLast()) : address
        self.token = token
        self.clock = clock
    }

    /// What came of asking for the contacts.
    public enum Fetched: Equatable, Sendable {
        case nothingNew
        /// The whole snapshot, for ``CallDirectory/publish(_:)``.
        case whole(file: String)
        /// What has changed, for ``CallDirectory/publishDelta(_:)``.
        case delta(file: String)
        case failed(SyncProblem)
    }

    /// The contacts. What a connection that broke has brought stays in the folder, and the next call goes on behind it.
    ///
    /// - Parameters:
    ///   - since: The generation that the phone has; nil for the whole snapshot.
    ///   - folder: For what is fetched, and nothing else.
    public func fetch(since: UInt32?, into folder: String) async -> Fetched {
        let path = since.map { "/v1/directory?since=\($0)" } ?? "/v1/directory"
        do {
            return try await download(path, TeamDownload(folder))
        } catch {
            return .failed(SyncProblem((error as? URLError)?.code == .timedOut ? "timeout" : "offline"))
        }
    }

    private func download(_ path: String, _ download: TeamDownload) async throws -> Fetched {
        var request = request(path)
        // Packed bytes come unpacked from URLSession: a part of them could not be gone on with.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        let resumed = download.resumable
        if let (bytes, tag) = resumed {
            request.setValue("bytes=\(bytes)-", forHTTPHeaderField: "Range")
            request.setValue(tag, forHTTPHeaderField: "If-Range")
        }
        let (response, _) = try await Transfer(into: download).run(request)
        switch response.statusCode {
        case 200, 206: break
        case 204, 304: return .nothingNew
        // Of another length than what is there: it is of no use.
        case 416 where resumed != nil:
            download.clear()
            return try await self.download(path, download)
        default: return .failed(problem(of: response))
        }
        guard download.size >= wholeSize(response) else { return .failed(SyncProblem("offline")) }
        let file = try download.finish()
        switch response.value(forHTTPHeaderField: "Content-Type") {
        case "application/vnd.ringsight.snapshot": return .whole(file: file)
        case "application/vnd.ringsight.delta": return .delta(file: file)
        // Somebody else answers, such as a hotel's Wi-Fi.
        default: return .failed(SyncProblem("server"))
        }
    }

    private func wholeSize(_ response: HTTPURLResponse) -> Int {
        let stated = response.value(forHTTPHeaderField: response.statusCode == 206 ? "Content-Range" : "Content-Length")
        return stated?.split(separator: "/").last.flatMap { Int($0) } ?? 0
    }

    private func problem(of response: HTTPURLResponse) -> SyncProblem {
        let words = [401: "unauthorised", 403: "forbidden", 408: "timeout", 429: "rate-limited"]
        let seconds = response.value(forHTTPHeaderField: "Retry-After").flatMap { Int64($0) }
        // Nobody means more than a month, and its milliseconds are an integer.
        let retryAfterMs = seconds.map { min(max($0, 0), 30 * 24 * 3600) * 1000 }
        return SyncProblem(words[response.statusCode] ?? "server", retryAfterMs: retryAfterMs)
    }

    /// Whose contacts the token shows, for ``CallDirectory/signIn(workspaceHash:)``; nil where that cannot be had now.
    public func workspaceHash() async -> String? {
        var request = request("/v1/directory")
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        request.setValue("bytes=16-23", forHTTPHeaderField: "Range")
        guard let (response, body) = try? await Transfer().run(request), response.statusCode == 206, body.count == 8
        else { return nil }
        return body.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    /// What became of an outcome.
    public enum Sent: Equatable, Sendable {
        case saved, held, alreadySaved
        /// What is missing, as a sentence.
        case incomplete(String)
        /// By the token: it was revoked, or is for something else.
        case refused
        /// Keep it, and send it again.
        case later
    }

    /// Hands an outcome over; one that is sent again, by its call id, is taken once.
    ///
    /// - Parameter outcome: The JSON of native/README.md.
    public func send(outcome: Data) async -> Sent {
        var request = request("/v1/outcomes")
        request.httpMethod = "POST"
        request.httpBody = outcome
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        guard let (response, body) = try? await Transfer().run(request) else { return .later }
        let answer = (try? JSONSerialization.jsonObject(with: body)) as? [String: Any]
        switch response.statusCode {
        case 200, 201:
            let kinds: [String: Sent] = ["saved": .saved, "held": .held, "already-saved": .alreadySaved]
            return (answer?["kind"] as? String).flatMap { kinds[$0] } ?? .later
        case 400, 413, 422: return .incomplete(answer?["message"] as? String ?? "")
        case 401, 403: return .refused
        default: return .later
        }
    }

    /// Who has a number, as the server's snapshot says it: ready to show.
    public struct Caller: Equatable, Sendable {
        public let label: String
        public let deal: String?
        public let ids: [String]
    }

    /// The online answer, or nothing: what comes later than 4.5 seconds is too late.
    ///
    /// - Parameter region: The country that national forms are read under.
    public func findCaller(_ number: String, region: String? = nil) async -> Caller? {
        await withTaskGroup(of: Caller?.self) { group in
            group.addTask { await lookUp(number, region: region) }
            group.addTask {
                try? await clock.wait(Self.answerMs)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private func lookUp(_ number: String, region: String?) async -> Caller? {
        let inRegion = region.map { "&region=\(escaped($0))" } ?? ""
        let request = request("/v1/callers?number=\(escaped(number))\(inRegion)")
        guard let (response, body) = try? await Transfer().run(request), response.statusCode == 200,
            let answer = (try? JSONSerialization.jsonObject(with: body)) as? [String: Any],
            ["known", "shared"].contains(answer["kind"] as? String), let label = answer["label"] as? String,
            let ids = answer["contacts"] as? [String]
        else { return nil }
        return Caller(label: label, deal: answer["deal"] as? String, ids: ids)
    }

    private func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private func request(_ path: String) -> URLRequest {
        var request = URLRequest(url: URL(string: root + path)!, timeoutInterval: 20)
        request.cachePolicy = .reloadIgnoringLocalCacheData
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        return request
    }
}

/// What is fetched, as it comes, with the validator by which more of the same is asked for.
struct TeamDownload: Sendable {
    private let folder: String

    init(_ folder: String) {
        self.folder = folder
    }

    private var part: String { folder + "/part" }
    private var tag: String { folder + "/tag" }

    var size: Int {
        ((try? FileManager.default.attributesOfItem(atPath: part))?[.size] as? NSNumber)?.intValue ?? 0
    }

    /// How much is there, and of what; nil where nothing is to be gone on with.
    var resumable: (bytes: Int, tag: String)? {
        guard let tag = FileManager.default.contents(atPath: tag), size > 0 else { return nil }
        return (size, String(decoding: tag, as: UTF8.self))
    }

    /// Where the bytes of an answer go; nil for an answer that has none of the contacts.
    func open(for response: HTTPURLResponse) -> FileHandle? {
        if response.statusCode == 200 { begin(etag: response.value(forHTTPHeaderField: "ETag")) }
        guard [200, 206].contains(response.statusCode) else { return nil }
        let handle = FileHandle(forWritingAtPath: part)
        _ = try? handle?.seekToEnd()
        return handle
    }

    /// A weak validator names no bytes (RFC 9110, section 13.1.5).
    private func begin(etag: String?) {
        clear()
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try? writeWhole(Data(), to: part)
        if let etag, etag.hasPrefix("\"") { try? writeWhole(Data(etag.utf8), to: tag) }
    }

    /// The whole of it.
    func finish() throws -> String {
        let whole = folder + "/whole"
        guard rename(part, whole) == 0 else { throw DirectoryFailure.file(errno) }
        try removeFile(tag)
        return whole
    }

    func clear() {
        try? removeFile(part)
        try? removeFile(tag)
    }
}

/// One request. What it brings goes to a file, or to memory as far as an answer of ours is long.
private final class Transfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private let download: TeamDownload?
    private var file: FileHandle?
    private var response: HTTPURLResponse?
    private var body = Data()
    private var failure: (any Error)?
    private var ended: CheckedContinuation<(response: HTTPURLResponse, body: Data), any Error>?

    private static let longestAnswer = 64 * 1024

    init(into download: TeamDownload? = nil) {
        self.download = download
    }

    func run(_ request: URLRequest) async throws -> (response: HTTPURLResponse, body: Data) {
        let session = URLSession(configuration: .ephemeral, delegate: self, delegateQueue: nil)
        defer { session.finishTasksAndInvalidate() }
        let task = session.dataTask(with: request)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                ended = continuation
                task.resume()
            }
        } onCancel: {
            task.cancel()
        }
    }

    /// The token would go along.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        self.response = response as? HTTPURLResponse
        file = self.response.flatMap { download?.open(for: $0) }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        guard let file else { return body.append(data.prefix(Self.longestAnswer - body.count)) }
        do {
            try file.write(contentsOf: data)
        } catch {
            failure = error
            dataTask.cancel()
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        try? file?.close()
        if let response, error == nil {
            ended?.resume(returning: (response, body))
        } else {
            ended?.resume(throwing: failure ?? error ?? URLError(.badServerResponse))
        }
        ended = nil
    }
}
