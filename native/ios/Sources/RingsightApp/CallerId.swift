// Everything that an app asks of caller ID on an iPhone, in one place.
import Foundation
import Network
import RingsightCore
import UIKit

public struct CallerId: Sendable {
    public let folder: DirectoryFolder
    public let directory: CallDirectory
    public let refresh: BackgroundRefresh
    public let events: EventQueue

    /// - Parameters:
    ///   - appGroup: That of app and extension, such as `group.com.acme.app`.
    ///   - extensionIdentifier: The extension's bundle identifier.
    ///   - refreshIdentifier: Of BGTaskSchedulerPermittedIdentifiers in the app's Info.plist.
    ///   - appName: As the user knows it, for the sentences of ``CallerIdStatus``.
    /// - Returns: Nil when the app has no entitlement for the App Group.
    public init?(appGroup: String, extensionIdentifier: String, refreshIdentifier: String, appName: String) {
        guard let folder = DirectoryFolder(appGroup: appGroup) else { return nil }
        self.folder = folder
        directory = CallDirectory(
            folder: folder, system: CallKitDirectory(extensionIdentifier: extensionIdentifier), appName: appName)
        refresh = BackgroundRefresh(identifier: refreshIdentifier)
        events = EventQueue(folder)
    }

    /// The diagnostic file's text (native/DIAGNOSTICS.md), for the app to hand to its user when support asks for it.
    ///
    /// - Parameter sync: How the app's last syncs went.
    public func diagnostic(sync: SyncState) async -> String {
        await directory.diagnostic(of: await DiagnosedPhone.current(), sync: sync)
    }
}

extension DiagnosedPhone {
    /// As it is now.
    @MainActor public static func current() async -> DiagnosedPhone {
        let version = ProcessInfo.processInfo.operatingSystemVersion
        return DiagnosedPhone(
            system: "\(version.majorVersion).\(version.minorVersion)", connection: await currentConnection(),
            // What is protected can be read until the phone is locked.
            isLocked: !UIApplication.shared.isProtectedDataAvailable, conditions: PhoneConditions.current)
    }
}

/// What iOS says first of the way to the network.
private func currentConnection() async -> DiagnosedPhone.Connection {
    let monitor = NWPathMonitor()
    let (paths, path) = AsyncStream<NWPath.Status>.makeStream()
    monitor.pathUpdateHandler = { path.yield($0.status) }
    monitor.start(queue: .global())
    defer { monitor.cancel() }
    var iterator = paths.makeAsyncIterator()
    return await iterator.next() == .satisfied ? .online : .offline
}

extension PhoneConditions {
    /// As they are now. No notice is sent when they change.
    @MainActor public static var current: PhoneConditions {
        #if canImport(Darwin)
            let isLowPower = ProcessInfo.processInfo.isLowPowerModeEnabled
        #else
            let isLowPower = false
        #endif
        return PhoneConditions(
            mayRefresh: UIApplication.shared.backgroundRefreshStatus == .available, isLowPower: isLowPower)
    }
}
