// A step that the phone, the app or the CRM is in no state for.

/** The step could not be done: the scenario is at odds with what happened before it. */
export class StepError extends Error {
  override readonly name = 'StepError'
  readonly expected: string
  readonly found: string

  constructor(expected: string, found: string) {
    super(`expected ${expected}, found ${found}`)
    this.expected = expected
    this.found = found
  }
}
