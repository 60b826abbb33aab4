// A phone of either system, as it rings and after the call: what stands on it is what the simulated phone has shown.
import type { PhoneForm } from './phone-fields.tsx'
import { WORDS } from './words.ts'

/** The summary of a simulated call (docs/json.md). */
export interface Seen {
  readonly isIdentified: boolean
  readonly shown: {
    readonly name: string
    readonly company: string
    readonly deal: { readonly name: string; readonly amount: string } | null
    readonly others: number
    readonly label: string
  } | null
  readonly notification: { readonly title: string; readonly actions: readonly string[] } | null
  readonly callLog: { readonly name: string | null } | null
  readonly caller: { readonly number?: string | null }
  readonly hasOutcomeScreen: boolean
  /** The outcomes that the screen offers. */
  readonly offered: readonly string[]
  readonly outcome: { readonly name: string; readonly durationSeconds: number; readonly dealId: string | null } | null
}

interface PhonePictureProps {
  readonly number: string
  readonly phone: PhoneForm
  /** Of a call that is missed. */
  readonly seen: Seen
}

export function PhonePicture({ number, phone: { platform }, seen }: PhonePictureProps) {
  const { shown, notification, caller } = seen
  const title = caller.number ?? number
  return (
    <figure class={`phone ${platform}`} aria-label={WORDS.caller.phoneName(platform)}>
      <div class="screen">
        {platform === 'android' && shown !== null && <Card {...shown} />}
        <p class="incoming">{WORDS.caller.incoming}</p>
        <p class="title">
          <bdi>{title}</bdi>
        </p>
        {platform === 'ios' && shown !== null && (
          <p class="label">
            <bdi>{shown.label}</bdi>
          </p>
        )}
        <p class="buttons" aria-hidden="true">
          <span class="decline" />
          <span class="answer" />
        </p>
      </div>
      <figcaption>
        <p>{WORDS.caller.missed}:</p>
        <Notification notification={notification} none={WORDS.caller.noNotice} />
      </figcaption>
    </figure>
  )
}

function Notification({ notification, none }: Pick<Seen, 'notification'> & { readonly none: string }) {
  if (notification === null) return <p>{none}</p>
  return (
    <p class="notification">
      <bdi>{notification.title}</bdi>
      <small>{notification.actions.join(' · ')}</small>
    </p>
  )
}

/** What comes after a call that was answered. */
export function OutcomePicture({ phone: { platform }, seen }: Omit<PhonePictureProps, 'number'>) {
  const { hasOutcomeScreen, notification, outcome, offered, shown } = seen
  return (
    <figure class={`phone ${platform}`} aria-label={WORDS.caller.outcomeOf(platform)}>
      {hasOutcomeScreen && outcome !== null && (
        <div class="screen outcome">
          <p class="title">{WORDS.outcome.title}</p>
          <p>
            <bdi>{WORDS.outcome.call(outcome.name, outcome.durationSeconds)}</bdi>
          </p>
          <ul>
            {offered.map((each) => (
              <li key={each}>
                <span aria-hidden="true" class="radio" /> <bdi>{each}</bdi>
              </li>
            ))}
          </ul>
          <p class="field">{WORDS.outcome.notes}</p>
          <p class="field">{WORDS.outcome.addTask}</p>
          {outcome.dealId !== null && shown?.deal != null && (
            <p class="field">
              {WORDS.outcome.deal} <bdi>{shown.deal.name}</bdi>
            </p>
          )}
          <p class="row">
            <span class="save">{WORDS.outcome.save}</span> <span>{WORDS.outcome.dismiss}</span>
          </p>
        </div>
      )}
      <figcaption>
        <p>{WORDS.caller.answered}:</p>
        {hasOutcomeScreen ? (
          <p>{WORDS.outcome.opens}</p>
        ) : (
          <Notification notification={notification} none={WORDS.outcome.none} />
        )}
      </figcaption>
    </figure>
  )
}

function Card({ name, company, deal, others }: NonNullable<Seen['shown']>) {
  return (
    <div class="card">
      <small>{WORDS.caller.appName}</small>
      <p class="title">
        <bdi>{name}</bdi> {others > 0 && WORDS.caller.others(others)}
      </p>
      {company !== '' && (
        <p>
          <bdi>{company}</bdi>
        </p>
      )}
      {deal !== null && (
        <p>
          <bdi>{[deal.name, deal.amount].filter((each) => each !== '').join(' · ')}</bdi>
        </p>
      )}
    </div>
  )
}
