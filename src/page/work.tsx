// Something that takes time: how far it has come, how it is stopped, what went wrong with it.
import { useRef, useState } from 'preact/hooks'
import { finish, type RunState, type Sending, stop, Trouble } from './server.ts'
import { WORDS } from './words.ts'

export interface Work {
  /** What is being done; null for nothing. */
  readonly title: string | null
  /** From 0 to 1; null where the whole is not known. */
  readonly fraction: number | null
  /** How far, in words. */
  readonly progress: string
  readonly trouble: string
  readonly start: (title: string, work: (tell: Tell) => Promise<void>) => void
  readonly stop: () => void
}

export interface Tell extends Sending {
  /** Waits for a run's end, and shows how far it has come. @throws Trouble where it failed */
  readonly finish: (id: string) => Promise<RunState>
  /** Whether it was stopped, or something newer was begun. */
  readonly isOver: () => boolean
}

/** One thing at a time: what is begun takes the place of what was under way. */
export function useWork(): Work {
  const [title, setTitle] = useState<string | null>(null)
  const [fraction, setFraction] = useState<number | null>(null)
  const [progress, setProgress] = useState('')
  const [trouble, setTrouble] = useState('')
  const newest = useRef(0)
  const running = useRef<string | null>(null)
  const ending = useRef<AbortController | null>(null)

  const start: Work['start'] = (next, work) => {
    ending.current?.abort()
    const controller = new AbortController()
    ending.current = controller
    newest.current += 1
    const own = newest.current
    const isOver = () => own !== newest.current
    setTitle(next)
    setFraction(null)
    setProgress('')
    setTrouble('')
    const tell: Tell = {
      isOver,
      signal: controller.signal,
      fraction: (done) => {
        if (!isOver()) setFraction(done)
      },
      finish(id) {
        running.current = id
        return finish(id, (state) => {
          if (isOver() || state.progress === null) return
          const { count, noun, fraction: done } = state.progress
          setFraction(done ?? null)
          setProgress(WORDS.counted(count, noun))
        })
      },
    }
    work(tell)
      .catch((error: unknown) => {
        if (!isOver()) setTrouble(error instanceof Trouble ? error.message : WORDS.failed)
      })
      .finally(() => {
        if (!isOver()) setTitle(null)
      })
  }
  return {
    title,
    fraction,
    progress,
    trouble,
    start,
    stop() {
      newest.current += 1
      ending.current?.abort()
      setTitle(null)
      if (running.current !== null) void stop(running.current).catch(() => {})
    },
  }
}

export function WorkShown({ work }: { readonly work: Work }) {
  const { title, fraction, progress, trouble } = work
  return (
    <div class="work" aria-live="polite">
      {title !== null && (
        <p>
          {title} {fraction !== null && WORDS.percent(fraction)} {progress}
          <progress aria-label={title} {...(fraction !== null && { value: fraction })} max={1} />
          <button type="button" onClick={work.stop}>
            {WORDS.stop}
          </button>
        </p>
      )}
      {trouble !== '' && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
    </div>
  )
}
