// A button that copies a text, and shows it where copying is not allowed.
import { useState } from 'preact/hooks'
import { WORDS } from './words.ts'

export function Copy({ label, text }: { readonly label: string; readonly text: () => Promise<string> }) {
  const [said, setSaid] = useState('')
  const [shown, setShown] = useState('')
  const copy = async () => {
    const copied = await text()
    setShown(copied)
    await navigator.clipboard.writeText(copied).then(
      () => setSaid(WORDS.copied),
      () => setSaid(WORDS.notCopied),
    )
  }
  return (
    <div class="copy">
      <button type="button" onClick={() => void copy().catch(() => setSaid(WORDS.failed))}>
        {label}
      </button>{' '}
      <span role="status">{said}</span>
      {shown !== '' && (
        <pre>
          <code>{shown}</code>
        </pre>
      )}
    </div>
  )
}
