// Who is calling? A number, a phone, and what its screen shows, with the step that decided.
import { useState } from 'preact/hooks'
import { askedOf, type Contacts, ContactsChoice, contactsOf } from './contacts-choice.tsx'
import { Copy } from './copy.tsx'
import { PhoneFields, type PhoneForm, READY_PHONE } from './phone-fields.tsx'
import { OutcomePicture, PhonePicture, type Seen } from './phone-picture.tsx'
import { begin, finish, readLines, sendFile } from './server.ts'
import { WORDS } from './words.ts'
import { useWork, WorkShown } from './work.tsx'

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
  /** What was said beside the answer. */
  readonly messages: readonly string[]
}

export function CallerTab({ contacts }: { readonly contacts: Contacts | null }) {
  const work = useWork()
  const [number, setNumber] = useState('')
  const [phone, setPhone] = useState(READY_PHONE)
  const [own, setOwn] = useState<Contacts | null>(null)
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
      const { messages } = await tell.finish(why.id)
      for (const { id } of calls) await tell.finish(id)
      const { lines: steps } = await readLines<Step>(why.id, { type: 'step' })
      const seen = await Promise.all(calls.map(({ id }) => readLines<Seen>(id, { type: 'summary' })))
      const [missed, answered] = seen.map(({ lines: [summary] }) => summary)
      if (missed !== undefined && answered !== undefined && !tell.isOver())
        setAnswered({ number, command: why.command, steps, missed, answered, phone, messages })
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
        <ContactsChoice
          label={WORDS.caller.contacts}
          contacts={people}
          none={WORDS.caller.fromStore}
          onFile={(dropped) =>
            work.start(WORDS.sending(dropped.name), async (tell) => {
              setOwn(contactsOf(await sendFile(dropped, tell)))
            })
          }
        />
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
            {answered.messages.map((message) => (
              <p key={message} class="notice">
                {message}
              </p>
            ))}
            <Steps steps={answered.steps} isNamed={answered.missed.isIdentified} />
            <Copy label={WORDS.copyCommand} text={async () => answered.command} />
            <Copy label={WORDS.copyScenario} text={scenario} />
          </div>
        </div>
      )}
    </>
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
