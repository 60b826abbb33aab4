// A call is over, and a default dialer has read of it (IOS-24): what does the app do about it? Decides it alone.

public enum FollowUp: Equatable, Sendable {
    /// a notification with View contact and Call back.
    case missed(label: String, e164: String, contactId: String)
    /// the outcome's page, for one contact.
    case outcome(label: String, e164: String, contactId: String)
}

/// Nil where nothing is to be done: nobody of the CRM has the number, or it was not taken. A dialer follows every call with a contact up.
///
/// - Parameter caller: By ``CallerLookup/caller(_:)``. Someone of the address book is the phone's own to tell of.
public func followUp(_ call: PastCall, with caller: Caller) -> FollowUp? {
    guard let e164 = caller.e164, let contactId = caller.ids.first else { return nil }
    if call.isOutgoing || call.status == .connected {
        return .outcome(label: caller.label ?? "", e164: e164, contactId: contactId)
    }
    guard call.status == .missed, let label = caller.label else { return nil }
    return .missed(label: label, e164: e164, contactId: contactId)
}

extension Caller {
    fileprivate var label: String? {
        switch kind {
        case .known(let label, _), .shared(let label, _): label
        case .saved, .noNumber, .special, .unknown: nil
        }
    }
}
