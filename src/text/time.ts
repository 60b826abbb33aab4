// Instants as the person at the screen reads them: in the time zone of the machine.

/** `2026-11-21 09:05` */
export function renderTime(at: number): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return ''
  return `${renderDay(date)} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** `2026-11-21` */
export function renderDay(date: Date): string {
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
