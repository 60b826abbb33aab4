// One request to the CRM, whose failure is an answer as well.
import type { Failure } from '../core/retry.ts'
import { failureOf } from '../crm/crm.ts'

/** What the CRM says. @throws what is no failure of the CRM */
export async function askCrm<T>(
  ask: () => Promise<T>,
): Promise<{ readonly result: T } | { readonly failure: Failure }> {
  try {
    return { result: await ask() }
  } catch (error) {
    const failure = failureOf(error)
    if (failure === null) throw error
    return { failure }
  }
}
