// The app's side, against stubs of CallKit and BackgroundTasks: this is no proof of what iOS does.
import BackgroundTasks
import CallKit
import Foundation
import Network
import RingsightApp
import RingsightCore
import Testing
import UIKit

@Suite(.serialized) struct CallKitDirectoryTests {
    private let manager = CXCallDirectoryManager.sharedInstance
    private let directory = CallKitDirectory(extensionIdentifier: "com.acme.app.directory")

    @Test(
        "IOS-01 IOS-02 whether the extension is on is asked of iOS each time",
        arguments: [
            (CXCallDirectoryManager.EnabledStatus.unknown, nil), (.disabled, false), (.enabled, true),
        ] as [(CXCallDirectoryManager.EnabledStatus, Bool?)])
    func asksWhetherItIsOn(_ status: CXCallDirectoryManager.EnabledStatus, _ isEnabled: Bool?) async {
        manager.status = status
        #expect(await directory.isEnabled() == isEnabled)
    }

    @Test("IOS-11 a refusal comes with its domain and code")
    func handsErrorsOn() async {
        manager.reloadAnswers = [NSError(domain: CXErrorDomainCallDirectoryManager, code: 6), nil]
        #expect(await directory.reload() == ReloadError(code: 6))
        #expect(await directory.reload() == nil)
        #expect(manager.reloads.allSatisfy { $0 == "com.acme.app.directory" })
    }

    @Test("R-12 the way to the switch is opened by iOS")
    func opensSettings() async {
        await directory.openSettings()
        #expect(manager.hasOpenedSettings)
    }
}

@Suite(.serialized) @MainActor struct DiagnosedPhoneTests {
    @Test("the diagnostic file says what the app may ask of iOS")
    func looks() async {
        UIApplication.shared.isProtectedDataAvailable = false
        NWPathMonitor.status = .unsatisfied
        let phone = await DiagnosedPhone.current()
        #expect(phone.isLocked)
        #expect(phone.connection == .offline)
        UIApplication.shared.isProtectedDataAvailable = true
        NWPathMonitor.status = .satisfied
        #expect(await DiagnosedPhone.current().connection == .online)
    }
}

@Suite(.serialized) struct BackgroundRefreshTests {
    private let scheduler = BGTaskScheduler.shared

    private func refresh(
        next: Int64? = 90_000, work: @escaping @Sendable () async -> Bool
    ) throws -> (task: BGAppRefreshTask, launch: () -> Void) {
        let identifier = UUID().uuidString
        let isRegistered = BackgroundRefresh(identifier: identifier).register(next: { next }, work: work)
        #expect(isRegistered)
        let task = BGAppRefreshTask(identifier: identifier)
        let handler = try #require(scheduler.handlers[identifier])
        return (task, { handler(task) })
    }

    private func earliest(_ identifier: String) -> Date?? {
        scheduler.requests.first { $0.identifier == identifier }.map(\.earliestBeginDate)
    }

    @Test("IOS-18 R-16 a refresh asks for the next one and says that it is done")
    func refreshes() async throws {
        let (task, launch) = try refresh { true }
        launch()
        while task.completions.isEmpty { await Task.yield() }
        #expect(task.completions == [true])
        #expect(earliest(task.identifier) == Date(timeIntervalSince1970: 90))
    }

    @Test("a sync that did not work is no success, and there is a next one all the same")
    func fails() async throws {
        let (task, launch) = try refresh { false }
        launch()
        while task.completions.isEmpty { await Task.yield() }
        #expect(task.completions == [false])
        #expect(earliest(task.identifier) != nil)
    }

    @Test("IOS-18 when the time is over the work is cancelled, the next refresh asked for, and the task ended once")
    func expires() async throws {
        let (task, launch) = try refresh {
            try? await Task.sleep(nanoseconds: .max / 2)
            return true
        }
        launch()
        while task.expirationHandler == nil { await Task.yield() }
        task.expirationHandler?()
        #expect(task.completions == [false])
        #expect(earliest(task.identifier) != nil)
        for _ in 0..<1000 { await Task.yield() }
        #expect(task.completions == [false])
    }

    @Test("with nobody signed in there is no next refresh")
    func schedulesNothing() throws {
        let refresh = BackgroundRefresh(identifier: "once")
        try refresh.schedule(at: 1_500)
        #expect(earliest("once") == Date(timeIntervalSince1970: 1.5))
        try refresh.schedule(at: nil)
        #expect(earliest("once") == nil)
    }

    @Test("an identifier is registered once")
    func registersOnce() {
        let refresh = BackgroundRefresh(identifier: "twice")
        let registered = (1...2).map { _ in refresh.register(next: { nil }, work: { true }) }
        #expect(registered == [true, false])
    }
}
