// Everything that an app asks of caller ID on an iPhone, in one place.
import Foundation
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
