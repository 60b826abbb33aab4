// Who is calling? A number, a phone, and what its screen shows, with the step that decided.
import { useState } from 'preact/hooks'
import { askedOf, type Contacts } from './check.tsx'
import { NOTHING_STATED } from './columns.tsx'
import { Copy } from './copy.tsx'
import { FileDrop } from './file-drop.tsx'
import { OutcomePicture, PhonePicture, type Seen } from './phone-picture.tsx'
import { begin, finish, readLines, sendFile } from './server.ts'
import { WORDS } from './words.ts'
import { useWork, WorkShown } from './work.tsx'

export interface PhoneForm {
  readonly platform: 'android' | 'ios'
  readonly apiLevel: number
  readonly maker: string
  readonly region: string
  readonly profile: string
  readonly role: boolean
  readonly deny: readonly string[]
  readonly callerId: 'on' | 'off'
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
}

interface Step {
  readonly step: string
  readonly message: string
}

interface Answered {
  readonly number: string
  readonly command: string
  readonly steps: readonly Step[]
  readonly missed: Seen
  readonly answered: Seen
  readonly phone: PhoneForm
}

const DENIALS = ['call-log', 'phone', 'notifications', 'overlay'] as const
const MAKERS = ['google', 'samsung', 'xiaomi', 'huawei', 'oppo', 'vivo', 'oneplus'] as const
const [OLDEST_API, NEWEST_API] = [24, 37]

export function CallerTab({ contacts }: { readonly contacts: Contacts | null }) {
  const work = useWork()
  const [number, setNumber] = useState('')
  const [phone, setPhone] = useState(READY_PHONE)
  const [own, setOwn] = useState<Contacts | null>(null)
  const [isDropping, setDropping] = useState(false)
  const [answered, setAnswered] = useState<Answered | null>(null)
  const people = own ?? contacts
  const asked = { number, contacts: askedOf(people), phone }

  const ask = () =>
    work.start(WORDS.caller.asking, async (tell) => {
      const why = await begin({ command: 'explain', ...asked })
      const calls = [
        await begin({ command: 'call', ...asked }),
        await begin({ command: 'call', ...asked, isAnswered: true }),
      ]
      for (const { id } of [why, ...calls]) await tell.finish(id)
      const { lines: steps } = await readLines<Step>(why.id, { type: 'step' })
      const seen = await Promise.all(calls.map(({ id }) => readLines<Seen>(id, { type: 'summary' })))
      const [missed, answered] = seen.map(({ lines: [summary] }) => summary)
      if (missed !== undefined && answered !== undefined && !tell.isOver())
        setAnswered({ number, command: why.command, steps, missed, answered, phone })
    })
  const scenario = async () => {
    const { id } = await begin({ command: 'record', ...asked })
    const [made] = (await finish(id)).made
    return made === undefined ? '' : (await fetch(`/api/files/${made.id}`)).text()
  }
  return (
    <>
      <h2>{WORDS.caller.heading}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (number !== '') ask()
        }}
      >
        <p class="row">
          <label>
            {WORDS.caller.number}
            <input
              required
              value={number}
              aria-describedby="number-hint"
              onInput={({ currentTarget }) => setNumber(currentTarget.value)}
            />
            <small id="number-hint">{WORDS.caller.numberHint}</small>
          </label>
          <button type="submit" class="main">
            {WORDS.caller.ask}
          </button>
        </p>
        <p>
          {WORDS.caller.contacts}:{' '}
          <bdi>{people === null ? WORDS.caller.fromStore : WORDS.caller.fromFile(people.file.name)}</bdi>{' '}
          <button type="button" aria-expanded={isDropping} onClick={() => setDropping(!isDropping)}>
            {WORDS.caller.otherFile}
          </button>
        </p>
        {isDropping && (
          <FileDrop
            hint={WORDS.dropContacts}
            onFile={(dropped) =>
              work.start(WORDS.sending(dropped.name), async (tell) => {
                const kept = await sendFile(dropped, tell.fraction)
                setOwn({ file: kept, columns: NOTHING_STATED })
                setDropping(false)
              })
            }
          />
        )}
        <PhoneFields phone={phone} onPhone={setPhone} />
      </form>
      <WorkShown work={work} />
      {answered !== null && (
        <div class="answered">
          <div class="phones">
            <PhonePicture number={answered.number} phone={answered.phone} seen={answered.missed} />
            <OutcomePicture phone={answered.phone} seen={answered.answered} />
          </div>
          <div>
            <Steps steps={answered.steps} isNamed={answered.missed.isIdentified} />
            <Copy label={WORDS.copyCommand} text={async () => answered.command} />
            <Copy label={WORDS.copyScenario} text={scenario} />
          </div>
        </div>
      )}
    </>
  )
}

interface PhoneFieldsProps {
  readonly legend?: string
  readonly phone: PhoneForm
  readonly onPhone: (phone: PhoneForm) => void
}

export function PhoneFields({ legend = WORDS.caller.platform, phone, onPhone }: PhoneFieldsProps) {
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
          <input
            type="number"
            min={OLDEST_API}
            max={NEWEST_API}
            value={phone.apiLevel}
            onInput={({ currentTarget }) => set({ apiLevel: currentTarget.valueAsNumber || READY_PHONE.apiLevel })}
          />
        </label>
      )}
      {isAndroid && (
        <label>
          {WORDS.caller.maker}
          <select value={phone.maker} onChange={({ currentTarget }) => set({ maker: currentTarget.value })}>
            {MAKERS.map((maker) => (
              <option key={maker}>{maker}</option>
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

// The last step says what is shown; where that is not the name, the step that it names is what decided.
function Steps({ steps, isNamed }: { readonly steps: readonly Step[]; readonly isNamed: boolean }) {
  const decider = isNamed ? 'contacts' : steps.some(({ step }) => step === 'contacts') ? 'shown' : 'number'
  return (
    <section aria-labelledby="steps">
      <h3 id="steps">{WORDS.caller.steps}</h3>
      <ol class="steps">
        {steps.map(({ step, message }) => (
          <li key={step} class={step === decider ? 'decided' : ''}>
            <strong>{WORDS.caller.stepTitles[step] ?? step}</strong>
            {step === decider && <em> ({WORDS.caller.decided})</em>}
            {message.split('\n').map((line) => (
              <p key={line}>{line}</p>
            ))}
          </li>
        ))}
      </ol>
    </section>
  )
}
