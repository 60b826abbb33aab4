// Who is calling? Decides it from what the network says, whether the address book has the number, and the snapshot. On iOS
// the system itself looks labels up (IOS-13); this is for what the app shows while it is open.

/// Names as in android.telecom.TelecomManager.PRESENTATION_*.
public enum Presentation: String, Sendable {
    case allowed = "ALLOWED"
    case restricted = "RESTRICTED"
    case unknown = "UNKNOWN"
    case payphone = "PAYPHONE"
}

/// What is known of a call.
public struct Line: Sendable {
    public let presentation: Presentation
    /// As the network delivers it; nil or blank when it does not.
    public let text: String?
    /// Countries of the SIMs, the one that took the call first (ISO 3166-1 alpha-2).
    public let regions: [String]
    /// Whether the phone's own address book has it.
    public let isSaved: Bool

    public init(presentation: Presentation, text: String?, regions: [String], isSaved: Bool) {
        self.presentation = presentation
        self.text = text
        self.regions = regions
        self.isSaved = isSaved
    }
}

public struct Caller: Equatable, Sendable {
    public let kind: Kind
    public let e164: String?
    /// The contacts whom the call may be logged to, first the one that it is; the label names that one too.
    public let ids: [String]
    /// Whom of several the phone's user has chosen: then the label is of that one, who is the first of the ids.
    public var chosen: Chosen?

    public enum Kind: Equatable, Sendable {
        case known(label: String, deal: String?)
        case shared(label: String, deal: String?)
        /// Of the address book: shown from there, and never from the CRM.
        case saved
        case noNumber(Presentation)
        case special(Service)
        case unknown(Reason)
    }

    public enum Service: String, Sendable {
        case emergency
        case shortCode = "short-code"
    }

    public enum Reason: String, Sendable {
        case noSuchNumber = "no-such-number"
        case ambiguousCountry = "ambiguous-country"
        case notANumber = "not-a-number"
        case damaged
    }
}

/// Says who is at the other end: one contact, one of several, someone of the address book, or why nobody.
///
/// - Parameter entry: Whom a number belongs to, by the snapshot.
public func resolveCaller(
    _ line: Line, plan: NumberPlan, entry: (UInt64) throws(SnapshotDamage) -> DirectoryEntry?
) -> Caller {
    guard line.presentation == .allowed else { return nobody(.noNumber(line.presentation)) }
    guard let text = line.text, text.contains(where: { !$0.isWhitespace }) else { return nobody(.noNumber(.unknown)) }
    let numbers = distinct(
        line.regions.isEmpty ? [plan.read(text, country: nil)] : line.regions.map { plan.read(text, country: $0) })
    guard let first = numbers.first else { return nobody(line.isSaved ? .saved : unreadable(text)) }
    let (found, isDamaged) = lookUp(numbers, entry)
    let e164 = found.first?.e164 ?? first
    // What cannot be looked up might have been a second reading with a contact of its own.
    let match = found.count == 1 && !isDamaged ? found[0].entry : nil
    let kind = line.isSaved ? .saved : isDamaged ? .unknown(.damaged) : kind(match, isAmbiguous: !found.isEmpty)
    return Caller(kind: kind, e164: e164, ids: match?.ids ?? [], chosen: match?.chosen)
}

private func nobody(_ kind: Caller.Kind) -> Caller {
    Caller(kind: kind, e164: nil, ids: [])
}

private func kind(_ match: DirectoryEntry?, isAmbiguous: Bool) -> Caller.Kind {
    guard let match else { return .unknown(isAmbiguous ? .ambiguousCountry : .noSuchNumber) }
    return match.ids.count > 1
        ? .shared(label: match.label, deal: match.deal) : .known(label: match.label, deal: match.deal)
}

private func lookUp(
    _ numbers: [String], _ entry: (UInt64) throws(SnapshotDamage) -> DirectoryEntry?
) -> (found: [(e164: String, entry: DirectoryEntry)], isDamaged: Bool) {
    var found: [(e164: String, entry: DirectoryEntry)] = []
    var isDamaged = false
    for e164 in numbers {
        do throws(SnapshotDamage) {
            if let number = number(ofE164: e164), let entry = try entry(number) { found.append((e164, entry)) }
        } catch {
            isDamaged = true
        }
    }
    return (found, isDamaged)
}

private func distinct(_ numbers: [String?]) -> [String] {
    numbers.compactMap { $0 }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
}

/// 3GPP TS 22.101, section 10.1: the numbers that any phone treats as emergency calls, with or without a SIM.
private let emergency: Set = ["112", "911", "999", "000", "08", "110", "118", "119"]

private func unreadable(_ text: String) -> Caller.Kind {
    let digits = text.filter { !$0.isWhitespace && !"*#-".contains($0) }
    if emergency.contains(digits) { return .special(.emergency) }
    let isShort = (2...6).contains(digits.count) && isDigits(digits)
    return isShort ? .special(.shortCode) : .unknown(.notANumber)
}
