// An app under test for `ringsight run --app` (docs/app-protocol.md): the Swift package on a simulated iPhone.
//
//   ringsight run fixtures/scenarios/pass/ios --app 'native/ios/swift.sh .build/release/app-under-test'
//
// CallKit, BackgroundTasks and UIKit are the stubs of this package. A process is what iOS calls one: it ends, and another is
// started, as the phone says.
import Foundation

private var app: App?

@MainActor private func onMessage(_ message: Message) throws {
    switch message.type {
    case "start":
        app = try App(kept: message.part("kept"))
    case "contacts":
        let snapshot = message.text("snapshot").flatMap { Data(base64Encoded: $0) }
        if let snapshot { try app?.take(snapshot: snapshot) }
    case "signal":
        guard let app, let signal = message.part("signal") else { throw Unexpected("start first", found: "a signal") }
        for request in try app.hear(signal, facts: message.part("facts")) { try say(request) }
        try say(["type": "keep", "state": app.kept])
    default:
        throw Unexpected("start, contacts or signal", found: message.type)
    }
}

Jobs.takeOver()
do {
    try say([
        "type": "hello", "protocol": 1, "app": "Swift package", "takes": ["calls", "sync", "labels"],
        "contactsAs": "snapshot", "canReset": false,
    ])
    while let line = readLine() {
        try onMessage(try Message(line))
        try say(["type": "end"])
    }
} catch {
    FileHandle.standardError.write(Data("app-under-test: \(error)\n".utf8))
    exit(1)
}
