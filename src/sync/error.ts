// What keeps a sync from being begun, and is for its user to put right.

export type SyncErrorKind =
  /** The contacts are not known to be those of the account. */
  | 'never-synced'
  /** The contacts and outcomes belong to another account. */
  | 'other-account'
  /** The contacts come from a CRM's account, and are not to be mixed with those of a file. */
  | 'account-store'
  /** Another process works between the store and the CRM. */
  | 'busy'

/** Nothing was changed. What the user can do about a kind is for the user's interface to say. */
export class SyncError extends Error {
  readonly kind: SyncErrorKind

  constructor(kind: SyncErrorKind) {
    super(MESSAGES[kind])
    this.name = 'SyncError'
    this.kind = kind
  }
}

const MESSAGES: Readonly<Record<SyncErrorKind, string>> = {
  'never-synced': 'this store was never synced, so it is not known whether its contacts are those of this account',
  'other-account': 'the contacts and outcomes in this store belong to another account of the CRM than the token',
  'account-store':
    'expected a store without a CRM for contacts of a file, found one whose contacts come from a CRM account',
  busy: 'another ringsight is working between this store and the CRM',
}
