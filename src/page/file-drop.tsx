// A place for one file: dropped, or chosen by keyboard.
import { useId, useState } from 'preact/hooks'
import { WORDS } from './words.ts'

interface FileDropProps {
  readonly hint: string
  readonly onFile: (file: File) => void
}

export function FileDrop({ hint, onFile }: FileDropProps) {
  const [trouble, setTrouble] = useState('')
  const [isOver, setOver] = useState(false)
  const id = useId()

  const take = (transfer: DataTransfer) => {
    const [file, ...others] = transfer.files
    const isFolder = transfer.items[0]?.webkitGetAsEntry?.()?.isDirectory === true
    if (file === undefined || others.length > 0) return setTrouble(WORDS.notOneFile)
    if (isFolder) return setTrouble(WORDS.folder(file.name))
    setTrouble('')
    onFile(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button within does the same by keyboard
    <div
      class={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (event.dataTransfer !== null) take(event.dataTransfer)
      }}
    >
      <p>{hint}</p>
      <label for={id} class="button">
        {WORDS.choose}
      </label>
      <input
        id={id}
        type="file"
        class="quiet"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          setTrouble('')
          if (file !== undefined) onFile(file)
          currentTarget.value = ''
        }}
      />
      <p class="soft">{WORDS.stays}</p>
      {trouble !== '' && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
    </div>
  )
}
