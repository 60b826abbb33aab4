// The forms in which numbers are written where a CRM wants another than E.164. Decides by the texts and the country alone.
import type { AuditedCell, Where } from './audit.ts'
import { formatNational, formatNumber, parseNumber } from './number/number.ts'
import type { PhoneNumber } from './number/reading.ts'

/**
 * `e164`: `+353871234567`, as HubSpot and most others keep it. `international`: `+353 87 123 4567`, as ITU-T E.123 has it and
 * Salesforce shows numbers of other countries. `national`: `087 123 4567`, as it shows those of the own one; numbers of other
 * countries than the contact's are then international. `00`: `00353871234567`, for telephone systems that dial what stands there.
 */
export const WRITTEN_FORMS = ['e164', 'international', 'national', '00'] as const
export type WrittenForm = (typeof WRITTEN_FORMS)[number]

/**
 * The same cells, but that every number that is certain is written in this form: those that are repaired, and those that are E.164
 * already. Where a text in that form would not be read as the same number again, the number is written as E.164.
 *
 * @param cells as auditRow gave them
 */
export function writeNumbers(cells: readonly AuditedCell[], where: Where, form: WrittenForm): readonly AuditedCell[] {
  return form === 'e164' ? cells : cells.map((cell) => writeCell(cell, where, form))
}

function writeCell(cell: AuditedCell, where: Where, form: WrittenForm): AuditedCell {
  const certain = cell.repair ?? (isRight(cell) ? cell.text : null)
  const number = certain === null ? null : parseNumber(certain, null)
  if (certain === null || number?.kind !== 'number') return cell
  const written = writtenAs(number, where, form) ?? certain
  const repair = written === cell.text ? null : written
  const findings = cell.findings.map((each) => (each.repair === null ? each : { ...each, repair }))
  return { ...cell, findings, repair, after: written === number.e164 ? 'always' : 'read' }
}

/** Whether it is as a repair would leave it. */
function isRight({ before, text, number, findings }: AuditedCell): boolean {
  if (before === 'always') return true
  const isWhole = number !== null && text === `${number.e164} ext. ${number.extension}`
  return isWhole && findings.every(({ code }) => code === 'extension')
}

/** Null where it would be read as another number, or as none. */
function writtenAs(number: PhoneNumber, { country, region }: Where, form: WrittenForm): string | null {
  const { e164, extension } = number
  const under = country ?? region
  const text = extension === null ? formOf(number, under, form) : `${formOf(number, under, form)} ext. ${extension}`
  const again = parseNumber(text, under)
  const isSame = again.kind === 'number' && again.e164 === e164 && again.extension === extension
  return isSame ? text : null
}

function formOf({ e164, country }: PhoneNumber, under: string | null, form: WrittenForm): string {
  if (form === '00') return `00${e164.slice(1)}`
  return form === 'national' && country !== null && country === under ? formatNational(e164) : formatNumber(e164)
}
