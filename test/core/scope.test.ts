import { describe, expect, test } from 'vitest'
import { isInScope, parseScope, renderScope } from '../../src/core/scope.ts'
import { contact } from '../people.ts'

const at = Date.parse('2026-11-30T12:00:00Z')
const facts = { at, lists: new Map([['12', new Set(['101'])]]) }
const own = { kind: 'owner', id: '7' } as const

describe('a contact is in', () => {
  test.each([
    ['all, whoever it is', { kind: 'all' }, {}],
    ['the scope of its owner', own, { ownerId: '7' }],
    ['the scope of a list that it is a member of', { kind: 'list', id: '12' }, {}],
    ['the active ones on the day', { kind: 'active' }, { activeAt: '2026-11-30T12:00:00Z' }],
    ['the active ones a year later', { kind: 'active' }, { activeAt: '2025-11-30T12:00:00Z' }],
  ] as const)('%s', (_what, scope, changes) => expect(isInScope(contact(changes), scope, facts)).toBe(true))
})

describe('a contact is not in', () => {
  test.each([
    ['the scope of another owner', own, { ownerId: '77' }],
    ['the scope of an owner when it has none', own, { ownerId: null }],
    ['the scope of an owner when nobody has read whose it is', own, {}],
    ['the scope of a list without it', { kind: 'list', id: '12' }, { id: '102' }],
    ['the scope of a list that was not read', { kind: 'list', id: '13' }, {}],
    ['the active ones after more than a year', { kind: 'active' }, { activeAt: '2025-11-28T12:00:00Z' }],
    ['the active ones when there was nothing', { kind: 'active' }, { activeAt: null }],
    ['the active ones when that was not read', { kind: 'active' }, {}],
  ] as const)('%s', (_what, scope, changes) => expect(isInScope(contact(changes), scope, facts)).toBe(false))
})

test('a scope is a word, and the word is that scope', () => {
  for (const word of ['all', 'active', 'owner:7', 'list:12']) {
    const scope = parseScope(word)
    expect(scope && renderScope(scope)).toBe(word)
  }
  for (const other of ['', 'All', 'owner', 'owner:', 'owner:x', 'list:1 or 2', 'owner:7\n', 'constructor']) {
    expect(parseScope(other), other).toBeNull()
  }
})
