// What RingsightBridge.swift asks of UIKit beyond the Swift package's stub of it. A stub as well: names and signatures as
// documented, and no proof of what iOS does. https://developer.apple.com/documentation/uikit/uiapplication
import Foundation
import UIKit

extension UIApplication {
    static let openSettingsURLString = "app-settings:"

    func open(_ url: URL) async -> Bool { true }
}
