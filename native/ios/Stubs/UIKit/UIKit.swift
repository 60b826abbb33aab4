// A stub of UIKit, for systems without it: the two things of it that are asked.
// https://developer.apple.com/documentation/uikit/uiapplication/backgroundrefreshstatus-swift.property

public enum UIBackgroundRefreshStatus: Int, Sendable {
    case restricted
    case denied
    case available
}

@MainActor public final class UIApplication {
    public static let shared = UIApplication()

    /// Settable, for tests.
    public var backgroundRefreshStatus = UIBackgroundRefreshStatus.available

    /// https://developer.apple.com/documentation/uikit/uiapplication/isprotecteddataavailable
    public var isProtectedDataAvailable = true
}
