import Testing
@testable import RingsightCore
@Test func works() {}
