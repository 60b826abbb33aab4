// A phone as it rings, of either system: what stands on it is what the simulated phone has shown.
import type { PhoneForm } from './caller.tsx'
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
}

interface PhonePictureProps {
  readonly number: string
  readonly phone: PhoneForm
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
        {notification === null ? (
          <p>{WORDS.caller.noNotice}</p>
        ) : (
          <p class="notification">
            <bdi>{notification.title}</bdi>
            <small>{notification.actions.join(' · ')}</small>
          </p>
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
