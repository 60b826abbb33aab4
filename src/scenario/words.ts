// The words of the format for what the code calls otherwise.

/** A property's word in the format: `callerName` is `caller-name`, `isCharging` is `charging`, `durationMs` is `duration`. */
export function keyOf(property: string): string {
  if (property === 'agoMs') return 'last-updated'
  return property
    .replace(/^is(?=[A-Z])|Ms$/g, '')
    .replace(/(?<=[a-z\d])[A-Z]|^[A-Z]/g, (letter, at: number) => (at === 0 ? '' : '-') + letter.toLowerCase())
}
