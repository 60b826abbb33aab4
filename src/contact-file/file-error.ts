// A contacts file that cannot be used. The reader of bytes and of rows throw it; who opened the file knows its name.

/** How a message begins about bytes that are no such file. */
export const EXPECTED_FILE = 'expected a contacts file (CSV, Excel workbook or vCard)'

/** The message ends the sentence "FILE: …": what was expected, what was found and where, and what to do. */
export class ContactFileError extends Error {
  override readonly name = 'ContactFileError'

  /** @param about what advice can be given on, where there is more than the message says */
  constructor(
    message: string,
    readonly about: 'encoding' | null = null,
  ) {
    super(message)
  }
}
