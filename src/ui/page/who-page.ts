// "It was Anna": who it was of several contacts with one number, asked on the call's page and on its outcome screen.
import { type Candidates, candidatesFor } from '../../app/choice.ts'
import { choiceFor } from '../../core/caller-choice.ts'
import { contactName, renderWhy } from '../../core/contact.ts'
import { dayAt } from '../../core/day.ts'
import { formatNumber } from '../../core/number/number.ts'
import { factsOf } from '../../device/delivery.ts'
import { safeLine } from '../../text/safe.ts'
import { act, back, type Item, type Menu, type Place, type Screen } from './page.ts'

/** Who can be chosen for a number, as the app would answer now. */
export function candidatesOn({ phone, world }: Pick<Screen, 'phone' | 'world'>, number: string): Candidates {
  return candidatesFor(phone.app, number, { facts: factsOf(phone), world })
}

/** Whose the number is taken for, with what was said: `You chose Anna Byrne on 12 November 2026`; null for nothing. */
export function saidOf({ phone, world }: Pick<Screen, 'phone' | 'world'>, number: string): string | null {
  const { e164, current, isChosen } = candidatesOn({ phone, world }, number)
  const choice = e164 === null ? undefined : choiceFor(world.directory.choices, e164)
  if (!isChosen || current === null || choice === undefined) return null
  return renderWhy({ name: contactName(current), chosenOn: dayAt(choice.at) })
}

export function whoPage(screen: Screen, { number, callId }: Extract<Place, { name: 'who' }>): Menu {
  const { e164, contacts, current, isChosen } = candidatesOn(screen, number)
  const said = saidOf(screen, number)
  if (e164 === null || contacts.length === 0) {
    return { title: 'Who was it?', lines: ['Nobody else has this number any more.'], items: [] }
  }
  const choose = (contactId: string | null) => [back, act({ type: 'choose-caller', e164, contactId, callId })]
  const undo: Item = {
    label: 'Take it back',
    about: 'Who is shown for this number is chosen by deals and changes again.',
    steps: choose(null),
  }
  const { platform, settings } = screen.phone.handset
  // Of a call on an iPhone nothing is logged, but by a default dialer.
  const isLogged = platform === 'android' || settings.defaultDialer
  const logged = isLogged ? '; this call is logged to this contact' : ''
  return {
    title: 'Who was it?',
    lines: [`${contacts.length} contacts have ${formatNumber(e164)}.`, ...(said === null ? [] : [`${said}.`])],
    items: [
      ...(isChosen ? [undo] : []),
      ...contacts
        .filter(({ id }) => !(isChosen && id === current?.id))
        .map((contact) => ({
          label: `It was ${contactName(contact)}`,
          value: safeLine(contact.company),
          about: `Shown first for this number from now on${logged}.`,
          steps: choose(contact.id),
        })),
    ],
  }
}
