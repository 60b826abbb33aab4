import RingsightApp
import RingsightCore

/// Nil when the App Group is missing from the app's entitlements.
let callerId = CallerId(
    appGroup: "group.com.acme.app",
    extensionIdentifier: "com.acme.app.call-directory",
    refreshIdentifier: "com.acme.app.refresh",
    appName: "Acme")

/// In application(_:didFinishLaunchingWithOptions:), before it returns.
func registerRefresh(_ callerId: CallerId, sync: @escaping @Sendable () async -> Bool) {
    let isRegistered = callerId.refresh.register(
        next: { nextSync(syncState(), now: WallClock.system.now()) }, work: sync)
    assert(isRegistered, "add com.acme.app.refresh to BGTaskSchedulerPermittedIdentifiers")
}

/// Each time that the app comes to the front: iOS tells nobody that the extension was switched on.
func appDidBecomeActive(_ callerId: CallerId) async -> CallerIdStatus {
    await callerId.directory.resume()
    return await callerId.directory.status(PhoneConditions.current)
}

/// After each sync: the snapshot that buildSnapshot has made. The next sync is asked for first: a load may take minutes.
func didSync(_ callerId: CallerId, workspaceHash: String, snapshot: String) async throws {
    try callerId.refresh.schedule(at: nextSync(syncState(), now: WallClock.system.now()))
    try await callerId.directory.signIn(workspaceHash: workspaceHash)
    try await callerId.directory.publish(snapshot)
}

/// At the sign-out. Without this, iOS goes on showing the names.
func didSignOut(_ callerId: CallerId) async throws {
    try callerId.refresh.schedule(at: nil)
    try await callerId.directory.clear()
}

/// What happened while nobody looked, oldest first, each told at least once.
func tell(_ callerId: CallerId, to report: ([CallerIdEvent]) async throws -> Void) async throws {
    let (events, receipt) = callerId.events.read()
    try await report(events)
    callerId.events.confirm(receipt)
}

/// When support asks for it: the user sends the text as a file.
func diagnosticFile(_ callerId: CallerId) async -> String {
    await callerId.diagnostic(sync: syncState())
}

/// On the app's page of a number that several contacts have: "it was Anna"; nil takes back what was said.
func whoWasIt(_ callerId: CallerId, _ e164: String, ask: (Candidates) async -> String?) async throws {
    guard let candidates = try callerId.folder.candidates(for: e164) else { return }
    guard let contactId = await ask(candidates) else { return try await callerId.directory.undoChoice(for: e164) }
    try await callerId.directory.choose(contactId, for: e164)
}

/// Contacts from the team's server, as the work of a refresh; the next one is asked for later by chance.
func syncWithTeam(_ callerId: CallerId, _ server: TeamServer, _ keep: (SyncState) -> Void) async -> Bool {
    let problem = await callerId.directory.sync(with: server)
    let state = syncState().after(problem, at: WallClock.system.now())
    keep(state)
    try? callerId.refresh.schedule(at: staggered(nextSync(state, now: WallClock.system.now())))
    return problem == nil
}

/// After the sign-in with a token that `ringsight serve token make` has shown for this phone.
func didSignIn(_ callerId: CallerId, to server: TeamServer) async throws {
    guard let workspace = await server.workspaceHash() else { return }
    try await callerId.directory.signIn(workspaceHash: workspace)
}

/// Wherever the app keeps it.
private func syncState() -> SyncState {
    SyncState(isSignedIn: true)
}
