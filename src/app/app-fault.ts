// What an app under test did that no app may do: it died, hung, or said what nobody understands. The case is broken by the app.

/** The message says what was expected and what came, and the app's last words. */
export class AppFault extends Error {
  override readonly name = 'AppFault'
}
