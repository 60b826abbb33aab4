// How a command ends: the one place that turns errors into words on stderr and a status that scripts can trust.
import { describeKind, failureOf } from '../core/retry.ts'
import { StoreError } from '../store/store.ts'

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

/** What to say of an error, and the status it ends with. Null: the reader of our output went away, which is no error. */
export function describeFailure(error: unknown): Failure | null {
  if (!(error instanceof Error)) return { code: 3, message: String(error) }
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EPIPE') return null
  if (error instanceof InputError) return { code: 2, message: error.message }
  if (error instanceof StoreError) {
    return { code: error.code === 'locked' || error.code === 'unavailable' ? 3 : 2, message: error.message }
  }
  const crmFailure = failureOf(error)
  if (crmFailure !== null) {
    const { because, fix } = describeKind(crmFailure.kind)
    return { code: 3, message: `${because} ${fix}` }
  }
  const where = (error as NodeJS.ErrnoException).path
  const file = where === undefined ? '' : `${where}: `
  switch (code) {
    case 'ENOENT':
      return { code: 2, message: `${file}there is no such file` }
    case 'EISDIR':
      return { code: 2, message: `${file}expected a file, found a folder` }
    case 'EACCES':
    case 'EPERM':
      return { code: 2, message: `${file}permission denied` }
    case 'ENOSPC':
      return { code: 3, message: `${file}no space is left on the device` }
    default:
      return {
        code: 3,
        message: `${error.message} (this is a fault of Ringsight: run again with --debug to see where)`,
      }
  }
}
