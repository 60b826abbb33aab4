// What iOS does around a call: it alone looks the label up, in the entries of the last successful load. The app is told
// nothing. Names are CallKit's own.
import type { Handset } from '../core/access.ts'
import { type Caller, type Line, resolveCaller, type Sources } from '../core/caller.ts'
import type { Directory } from '../core/directory.ts'

/** CXCallDirectoryManager.EnabledStatus */
export function enabledStatus({ settings }: Handset): 'enabled' | 'disabled' {
  return settings.extension ? 'enabled' : 'disabled'
}

/** A load that did not happen keeps its CXErrorCodeCallDirectoryManagerError. */
export type Reload =
  | { readonly kind: 'loaded'; readonly entries: Directory }
  | { readonly kind: 'failed'; readonly error: 'extensionDisabled'; readonly code: 6 }

/** CXCallDirectoryManager.reloadExtension. A new install is disabled, and only the user changes that (IOS-01, IOS-02). */
export function reloadExtension(handset: Handset, directory: Directory): Reload {
  return enabledStatus(handset) === 'enabled'
    ? { kind: 'loaded', entries: directory }
    : { kind: 'failed', error: 'extensionDisabled', code: 6 }
}

/**
 * Whom iOS finds in the entries of an enabled extension, as last loaded (IOS-13, R-07); its own contacts come first
 * (IOS-12), and a withheld number is not looked up (IOS-14). Null while the extension is off.
 * https://developer.apple.com/documentation/callkit/identifying-and-blocking-calls
 */
export function labelledCaller(line: Line, handset: Handset, sources: Sources): Caller | null {
  return enabledStatus(handset) === 'enabled' ? resolveCaller(line, sources) : null
}
