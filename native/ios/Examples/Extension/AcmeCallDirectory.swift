import RingsightCallKit
import RingsightCore

final class AcmeCallDirectory: CallDirectoryHandler {
    override var folder: DirectoryFolder? { DirectoryFolder(appGroup: "group.com.acme.app") }
}
