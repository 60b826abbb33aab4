// Dial strings beyond the shared cases, and plans that cannot be read.
import Foundation
import TestSupport
import Testing

@testable import RingsightCore

/// Lines of text, country and number, made by `npx tsx test/native/dialled.run.ts`; nil where nobody made them.
private let dialled = ProcessInfo.processInfo.environment["RINGSIGHT_DIALLED"]

@Suite struct NumberPlanTests {
    @Test("R-24 random dial strings are read as TypeScript reads them", .enabled(if: dialled != nil))
    func agreesWithTypeScript() throws {
        let plan = numberPlan()
        let lines = try String(contentsOfFile: try #require(dialled), encoding: .utf8).split(separator: "\n")
        let differences = lines.filter { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return plan.read(fields[0], country: fields[1].isEmpty ? nil : fields[1]) ?? "" != fields[2]
        }
        print("dial strings: \(lines.count) compared, \(differences.count) differ")
        #expect(!lines.isEmpty)
        #expect(Array(differences.prefix(20)) == [])
    }

    @Test(
        "plans of another version, and plans that were cut off, are refused",
        arguments: [
            "", "ringsight-plan\t2\tx\n", "ringsight-plan\t3\tx\n- a\n0 1", "<html>",
        ])
    func refusesOtherPlans(_ text: String) {
        #expect(NumberPlan(text) == nil)
    }

    @Test("R-06 a country that has no plan is as if none were known")
    func passesOverUnknownCountries() {
        #expect(numberPlan().read("0871234567", country: "XX") == nil)
        #expect(numberPlan().read("00353871234567", country: "") == "+353871234567")
    }

    @Test(
        "R-02 digits of another script are no dial string",
        arguments: ["+٣٥٣٨٧١٢٣٤٥٦٧", "+353８71234567", "+353871234567\u{301}"])
    func refusesOtherDigits(_ text: String) {
        #expect(numberPlan().read(text, country: "IE") == nil)
    }
}
