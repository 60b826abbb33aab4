// How a command ends: the status that scripts can trust, and what is said of input and of the system.
import { shortLine } from '../text/safe.ts'

/** 0 done · 1 a negative answer · 2 used wrongly, or unreadable input · 3 an outside system failed · 130 interrupted */
export type ExitCode = 0 | 1 | 2 | 3 | 130

/** Input that cannot be used. The message says what was expected, what was found and where. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

export interface Failure {
  readonly code: ExitCode
  readonly message: string
}

/**
 * What to say of an error of input or of the system, and the status it ends with; any other is a fault of ours.
 *
 * @param faultsPlace how to see where in our code a fault arose, as a clause
 */
export function describeFailure(error: unknown, faultsPlace?: string): Failure {
  if (!(error instanceof Error)) return { code: 3, message: String(error) }
  if (error instanceof InputError) return { code: 2, message: error.message }
  const hint = faultsPlace === undefined ? '' : `: ${faultsPlace}`
  return describeSystemError(error) ?? { code: 3, message: `${error.message} (this is a fault of Ringsight${hint})` }
}

// A file's name has at most 255 bytes on most systems, and a path of that length is still read.
const LONGEST_NAME = 300

// Null where it is none: what the system refuses has a code, and but for a few the call that failed.
function describeSystemError({ code = '', path, syscall, message }: NodeJS.ErrnoException): Failure | null {
  const file = path === undefined ? '' : `${shortLine(path, LONGEST_NAME)}: `
  if (syscall === 'mkdtemp') {
    const found = SYSTEM_ERRORS[code]?.[1] ?? message
    return { code: 3, message: `no temporary folder can be made (${found}): let TMPDIR name one that can be written` }
  }
  const known = SYSTEM_ERRORS[code]
  if (known !== undefined) return { code: known[0], message: `${file}${known[1]}` }
  return syscall === undefined
    ? null
    : { code: 3, message: `${file}the system failed: ${shortLine(message, LONGEST_NAME)}` }
}

/** What the system answers (errno(3)), and what of it is for the user to mend, by status and sentence. */
const SYSTEM_ERRORS: Readonly<Record<string, readonly [ExitCode, string]>> = {
  ENOENT: [2, 'there is no such file'],
  EISDIR: [2, 'expected a file, found a folder'],
  ENOTDIR: [2, 'a part of the path is a file, and not a folder'],
  EEXIST: [2, 'it exists already'],
  ELOOP: [2, 'its links lead in a circle'],
  ENAMETOOLONG: [2, 'the name is too long for the system'],
  EACCES: [2, 'permission denied'],
  EPERM: [2, 'permission denied'],
  EROFS: [2, 'the file system is read-only'],
  ENXIO: [2, 'expected a file, found a device or a socket'],
  ERR_FS_FILE_TOO_LARGE: [2, 'the file is too large'],
  ERR_STRING_TOO_LONG: [2, 'the file is too large'],
  ENOSPC: [3, 'no space is left on the device'],
  EDQUOT: [3, "the user's quota of the disk is used up"],
  EFBIG: [3, 'the file would be larger than the system allows (ulimit -f)'],
  EMFILE: [3, 'too many files are open: allow more (ulimit -n)'],
  ENFILE: [3, 'too many files are open on this machine'],
  ENOMEM: [3, 'no memory is left'],
  EIO: [3, 'the device failed'],
  EBUSY: [3, 'it is in use'],
  ETXTBSY: [3, 'it is in use'],
  EXDEV: [3, 'the folder is spread over several file systems'],
  EPIPE: [3, 'its reader went away'],
}
