// The page: four tabs, and a line that says so when its server has ended.
import { render } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { CallerTab } from './caller.tsx'
import { CheckTab } from './check.tsx'
import type { Contacts } from './contacts-choice.tsx'
import { ReplayTab } from './replay.tsx'
import { isAlive, type KeptFile } from './server.ts'
import { StoreTab } from './store.tsx'
import { WORDS } from './words.ts'

const TABS = ['check', 'caller', 'replay', 'store'] as const
type Tab = (typeof TABS)[number]

const LOOK_MS = 4_000

function Page() {
  const [tab, setTab] = useState<Tab>(() => tabOf(location.hash))
  // What was dropped to be checked is whom calls are looked for in, until another file is chosen.
  const [contacts, setContacts] = useState<Contacts | null>(null)
  const [callLog, setCallLog] = useState<KeptFile | null>(null)
  const isThere = useAlive()
  const buttons = useRef(new Map<Tab, HTMLButtonElement>())

  const choose = (next: Tab) => {
    setTab(next)
    history.replaceState(null, '', `#${next}`)
  }
  const play = (file: KeptFile) => {
    setCallLog(file)
    choose('replay')
    buttons.current.get('replay')?.focus()
  }
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? tab
    choose(next)
    buttons.current.get(next)?.focus()
  }

  return (
    <>
      <header>
        <h1>{WORDS.title}</h1>
        <p class="soft">{WORDS.private}</p>
        <div role="tablist" aria-label={WORDS.title} onKeyDown={move}>
          {TABS.map((each) => (
            <button
              key={each}
              ref={(button) => {
                if (button !== null) buttons.current.set(each, button)
              }}
              type="button"
              role="tab"
              id={`tab-${each}`}
              aria-selected={each === tab}
              aria-controls={`panel-${each}`}
              tabIndex={each === tab ? 0 : -1}
              onClick={() => choose(each)}
            >
              {WORDS.tabs[each]}
            </button>
          ))}
        </div>
      </header>
      <main>
        <p class={isThere ? 'hidden' : 'trouble'} role="alert">
          {isThere ? '' : WORDS.stopped}
        </p>
        {TABS.map((each) => (
          <div key={each} role="tabpanel" id={`panel-${each}`} aria-labelledby={`tab-${each}`} hidden={each !== tab}>
            {each === 'check' && <CheckTab onContacts={setContacts} onCallLog={play} />}
            {each === 'caller' && <CallerTab contacts={contacts} />}
            {each === 'replay' && <ReplayTab contacts={contacts} handed={callLog} />}
            {each === 'store' && <StoreTab isSeen={tab === 'store'} />}
          </div>
        ))}
      </main>
    </>
  )
}

function tabOf(hash: string): Tab {
  return TABS.find((each) => hash === `#${each}`) ?? 'check'
}

function useAlive(): boolean {
  const [isThere, setThere] = useState(true)
  useEffect(() => {
    const timer = setInterval(() => void isAlive().then(setThere), LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  return isThere
}

render(<Page />, document.body)
