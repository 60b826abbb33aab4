// What waits for the CRM, how old the contacts are, and what to do about what does not go.
import { useEffect, useState } from 'preact/hooks'
import { begin, readLines } from './server.ts'
import { ageOf, WORDS, whenOf } from './words.ts'
import { useWork, WorkShown } from './work.tsx'

interface Problem {
  readonly message: string
  readonly fix: string
}

interface Status {
  readonly ageSeconds: number | null
  readonly contacts: number
  readonly problem: Problem | null
  readonly waiting: number
  readonly parked: number
}

interface Outcome {
  readonly callId: string
  readonly name: string
  readonly label: string
  readonly savedAt: string
  readonly state: string
  readonly problem: Problem | null
}

export function StoreTab({ isSeen }: { readonly isSeen: boolean }) {
  const work = useWork()
  const [status, setStatus] = useState<Status | null>(null)
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([])

  const look = () =>
    work.start(WORDS.store.heading, async (tell) => {
      const [asked, listed] = [await begin({ command: 'status' }), await begin({ command: 'outbox' })]
      await tell.finish(asked.id)
      await tell.finish(listed.id)
      const [summary] = (await readLines<Status>(asked.id, { type: 'summary' })).lines
      const { lines } = await readLines<Outcome>(listed.id, { type: 'outcome' })
      if (tell.isOver()) return
      setStatus(summary ?? null)
      setOutcomes(lines)
    })
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at anew whenever the tab is opened, and at no other time
  useEffect(() => {
    if (isSeen) look()
  }, [isSeen])
  return (
    <>
      <h2>{WORDS.store.heading}</h2>
      <WorkShown work={work} />
      {status !== null && <StatusShown {...status} />}
      {outcomes.length > 0 && <Outcomes outcomes={outcomes} />}
      <p class="row">
        <button type="button" onClick={look}>
          {WORDS.store.again}
        </button>
      </p>
    </>
  )
}

function StatusShown({ ageSeconds, contacts, problem, waiting, parked }: Status) {
  return (
    <section aria-label={WORDS.store.heading}>
      <p>
        {WORDS.store.contacts(contacts)},{' '}
        {ageSeconds === null ? WORDS.store.never : WORDS.store.synced(ageOf(ageSeconds))}.
      </p>
      {problem !== null && (
        <p class="notice">
          {WORDS.store.problem} {problem.message} {problem.fix}
        </p>
      )}
      <p>
        {waiting + parked === 0
          ? WORDS.store.empty
          : `${WORDS.store.waiting(waiting)}. ${parked === 0 ? '' : `${WORDS.store.parked(parked)}.`}`}
      </p>
    </section>
  )
}

function Outcomes({ outcomes }: { readonly outcomes: readonly Outcome[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard
    <section class="lines" tabIndex={0} aria-label={WORDS.tableOf(WORDS.store.heading)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{WORDS.store.who}</th>
            <th scope="col">{WORDS.store.outcome}</th>
            <th scope="col">{WORDS.store.saved}</th>
            <th scope="col">{WORDS.store.state}</th>
            <th scope="col">{WORDS.store.fix}</th>
          </tr>
        </thead>
        <tbody>
          {outcomes.map(({ callId, name, label, savedAt, state, problem }) => (
            <tr key={callId}>
              <td>
                <bdi>{name}</bdi>
              </td>
              <td>{label}</td>
              <td>{whenOf(savedAt)}</td>
              <td>{WORDS.store.states[state] ?? state}</td>
              <td>{problem === null ? '' : `${problem.message} ${problem.fix}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
