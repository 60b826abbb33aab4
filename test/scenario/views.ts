// A view in which nothing can be seen, and what a test adds to it.
import { planAccess } from '../../src/core/access.ts'
import { readyHandset } from '../../src/core/handset.ts'
import type { View } from '../../src/scenario/view.ts'

const handset = readyHandset('android', 'IE')

export function aView(parts: Partial<View> = {}): View {
  return {
    card: null,
    label: null,
    callerName: null,
    phoneState: 'IDLE',
    notifications: [],
    outcomeScreen: null,
    contactPage: null,
    callList: [],
    dialog: null,
    permissions: handset.permissions,
    role: 'none',
    access: Object.fromEntries(Object.keys(planAccess(handset)).map((name) => [name, 'ok'])) as View['access'],
    syncPage: { agoMs: null, contacts: 0, error: null },
    drafts: 0,
    waiting: 0,
    parked: [],
    crmCalls: [],
    ...parts,
  }
}
