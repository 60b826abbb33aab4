// The phone that is asked: what system and maker it is of, what the app may do there, how many contacts it holds.
import { androidVersion } from '../core/android-version.ts'
import { ANDROID_MAKERS, MAKERS } from '../core/maker.ts'
import { WORDS } from './words.ts'

export interface PhoneForm {
  readonly platform: 'android' | 'ios'
  readonly apiLevel: number
  readonly maker: string
  readonly region: string
  readonly profile: string
  readonly role: boolean
  readonly deny: readonly string[]
  readonly callerId: 'on' | 'off'
  /** How old its contacts were at each call: `1d`; '' for those of today. */
  readonly contactsAge: string
}

export const READY_PHONE: PhoneForm = {
  platform: 'android',
  apiLevel: 34,
  maker: 'google',
  region: '',
  profile: 'ringsight',
  role: false,
  deny: [],
  callerId: 'on',
  contactsAge: '',
}

const DENIALS = ['call-log', 'phone', 'notifications', 'overlay'] as const
const OLDEST_API = 24
const API_LEVELS = Array.from({ length: 14 }, (_, at) => OLDEST_API + at).reverse()

interface PhoneFieldsProps {
  readonly legend?: string
  readonly phone: PhoneForm
  /** Whether it is asked about calls of the past. */
  readonly isPast?: boolean
  readonly onPhone: (phone: PhoneForm) => void
}

export function PhoneFields({ legend = WORDS.caller.platform, phone, isPast = false, onPhone }: PhoneFieldsProps) {
  const set = (part: Partial<PhoneForm>) => onPhone({ ...phone, ...part })
  const isAndroid = phone.platform === 'android'
  return (
    <fieldset class="row">
      <legend>{legend}</legend>
      {(['android', 'ios'] as const).map((each) => (
        <label key={each} class="choice">
          <input type="radio" checked={phone.platform === each} onChange={() => set({ platform: each })} />
          {WORDS.caller[each]}
        </label>
      ))}
      {isAndroid && (
        <label>
          {WORDS.caller.version}
          <select
            value={String(phone.apiLevel)}
            onChange={({ currentTarget }) => set({ apiLevel: Number(currentTarget.value) })}
          >
            {API_LEVELS.map((level) => (
              <option key={level} value={String(level)}>
                {androidVersion(level)}
              </option>
            ))}
          </select>
        </label>
      )}
      {isAndroid && (
        <label>
          {WORDS.caller.maker}
          <select value={phone.maker} onChange={({ currentTarget }) => set({ maker: currentTarget.value })}>
            {ANDROID_MAKERS.map((maker) => (
              <option key={maker} value={maker}>
                {MAKERS[maker].name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {WORDS.caller.region}
        <input
          value={phone.region}
          maxLength={2}
          size={4}
          onInput={({ currentTarget }) => set({ region: currentTarget.value.toUpperCase() })}
        />
      </label>
      <label>
        {WORDS.caller.profile}
        <select value={phone.profile} onChange={({ currentTarget }) => set({ profile: currentTarget.value })}>
          {Object.entries(WORDS.caller.profiles).map(([profile, words]) => (
            <option key={profile} value={profile}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {isPast && (
        <label>
          {WORDS.caller.contactsAge}
          <select value={phone.contactsAge} onChange={({ currentTarget }) => set({ contactsAge: currentTarget.value })}>
            {Object.entries(WORDS.caller.contactsAges).map(([age, words]) => (
              <option key={age} value={age}>
                {words}
              </option>
            ))}
          </select>
        </label>
      )}
      <label class="choice">
        <input
          type="checkbox"
          checked={phone.callerId === 'on'}
          onChange={({ currentTarget }) => set({ callerId: currentTarget.checked ? 'on' : 'off' })}
        />
        {WORDS.caller.callerId[phone.platform]}
      </label>
      {isAndroid && (
        <>
          <label class="choice">
            <input
              type="checkbox"
              checked={phone.role}
              onChange={({ currentTarget }) => set({ role: currentTarget.checked })}
            />
            {WORDS.caller.role}
          </label>
          <span class="choices">
            {WORDS.caller.permissions}:
            {DENIALS.map((each) => (
              <label key={each} class="choice">
                <input
                  type="checkbox"
                  checked={!phone.deny.includes(each)}
                  onChange={({ currentTarget }) =>
                    set({
                      deny: currentTarget.checked ? phone.deny.filter((one) => one !== each) : [...phone.deny, each],
                    })
                  }
                />
                {WORDS.caller.permission[each]}
              </label>
            ))}
          </span>
        </>
      )}
    </fieldset>
  )
}
