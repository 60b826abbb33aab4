// Where app and extension meet.
import Foundation

extension DirectoryFolder {
    /// A folder of an App Group's container; nil when app or extension lack the entitlement for it.
    public init?(appGroup: String) {
        #if canImport(Darwin)
            let container = FileManager.default.containerURL(forSecurityApplicationGroupIdentifier: appGroup)
            guard var folder = container?.appendingPathComponent("Ringsight", isDirectory: true) else { return nil }
            try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            Protection.protect(folder.path)
            // A sync makes all of it again, and a backup is no place for a company's contacts.
            var values = URLResourceValues()
            values.isExcludedFromBackup = true
            try? folder.setResourceValues(values)
            self.init(path: folder.path)
        #else
            return nil
        #endif
    }
}
