// A contacts file that cannot be used. The reader of bytes and of rows throw it; who opened the file knows its name.

/** The message ends the sentence "FILE: …": what was expected, what was found and where, and what to do. */
export class ContactFileError extends Error {
  override readonly name = 'ContactFileError'
}
