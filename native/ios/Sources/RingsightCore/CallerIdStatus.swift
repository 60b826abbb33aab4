// How things stand with caller ID on this iPhone, and what to do about each thing that does not: the page Menu › Settings ›
// Caller ID reports it and switches nothing.

/// What the phone lets the app do by itself.
public struct PhoneConditions: Equatable, Sendable {
    /// Settings › General › Background App Refresh
    public let mayRefresh: Bool
    public let isLowPower: Bool

    public init(mayRefresh: Bool, isLowPower: Bool) {
        self.mayRefresh = mayRefresh
        self.isLowPower = isLowPower
    }
}

public struct CallerIdStatus: Codable, Equatable, Sendable {
    /// Nil when iOS does not say.
    public let isEnabled: Bool?
    /// Of the snapshot that waits in the folder.
    public let publishedGeneration: UInt32?
    /// Of the one whose labels iOS has.
    public let appliedGeneration: UInt32?
    /// How many numbers iOS has labels for.
    public let appliedCount: Int
    public let lastLoadedAt: Int64?
    public let lastError: ReloadError?
    /// When iOS is asked again; nil when it need not be, or would refuse again.
    public let retryAt: Int64?
    /// What keeps names from being shown, or from being kept up to date; the first first.
    public let problems: [Problem]

    init(
        isEnabled: Bool?, phone: PhoneConditions, published: SnapshotHeader?, applied: SnapshotHeader?,
        isSignedIn: Bool, state: ReloadState, appName: String
    ) {
        self.isEnabled = isEnabled
        publishedGeneration = published?.generation
        appliedGeneration = applied?.generation
        appliedCount = applied?.count ?? 0
        lastLoadedAt = state.lastLoadedAt
        lastError = state.lastError
        retryAt = state.retryAt
        let off = isEnabled == false ? extensionOff(appName: appName) : nil
        let refused = state.problem.flatMap { $0.reason == "extension-off" && isEnabled != false ? nil : $0 }
        problems =
            [
                isSignedIn ? nil : signedOut,
                off ?? refused,
                phone.mayRefresh ? nil : refreshOff(appName: appName),
                phone.mayRefresh && phone.isLowPower ? lowPower : nil,
            ].compactMap { $0 }
    }
}

private let signedOut = Problem(
    reason: "signed-out", sentence: "Nobody is signed in, so there are no contacts to name.", fix: "Sign in.")

/// R-16, IOS-18
private func refreshOff(appName: String) -> Problem {
    Problem(
        reason: "background-refresh-off",
        sentence: "With Background App Refresh off, iOS never lets the app sync by itself.",
        fix: "Settings › General › Background App Refresh: switch \(appName) on.")
}

/// IOS-18
private let lowPower = Problem(
    reason: "low-power", sentence: "In Low Power Mode iOS does not let the app sync by itself.",
    fix: "Settings › Battery: switch Low Power Mode off.")
