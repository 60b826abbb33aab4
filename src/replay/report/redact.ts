// A replay without what the logs and the contacts say of people: at most the last two digits of a number stay, and of headers only
// those that programs give.
import { isKnownLabel } from '../../contact-file/columns/known-label.ts'
import { maskNumber } from '../../text/safe.ts'
import type { CallerLine } from '../callers-list.ts'
import type { Replay } from '../job.ts'

const HIDDEN = '…'

/** The same replay for the eyes of others. Record ids stay, by which the CRM's owner finds the contact. */
export function redactReplay(replay: Replay): Replay {
  const { contacts, against } = replay
  return {
    ...replay,
    logs: replay.logs.map((log) => ({
      ...log,
      columns: log.program === null ? { number: HIDDEN, time: [], direction: null } : log.columns,
    })),
    unknown: replay.unknown.map(hideNumber),
    unnamed: replay.unnamed.map(hideNumber),
    doubtful: replay.doubtful.map((caller) => ({
      ...hideNumber(caller),
      shown: HIDDEN,
      contacts: caller.contacts.map(({ id }) => ({ id, name: HIDDEN })),
    })),
    corrections: replay.corrections.map((each) => ({
      ...each,
      name: HIDDEN,
      header: hideHeader(each.header),
      value: maskNumber(each.value),
    })),
    contacts: contacts && {
      ...contacts,
      repairs: contacts.repairs.map((each) => ({
        ...each,
        header: hideHeader(each.header),
        value: maskNumber(each.value),
        repair: maskNumber(each.repair),
      })),
    },
    against: against && {
      ...against,
      changed: against.changed.map((caller) => ({
        ...hideNumber(caller),
        shown: caller.shown && HIDDEN,
        shownAgainst: caller.shownAgainst && HIDDEN,
      })),
    },
    notices: [...replay.notices, 'Redacted: at most the last two digits of each number are shown.'],
  }
}

function hideNumber<C extends CallerLine>(caller: C): C {
  return { ...caller, number: maskNumber(caller.number) }
}

function hideHeader(header: string): string {
  return isKnownLabel(header) ? header : HIDDEN
}
