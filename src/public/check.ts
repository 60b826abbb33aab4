/**
 * What is wrong with the numbers of a contacts file, and the certain repairs.
 *
 * ```ts
 * import { checkContactFile, openRowCheck } from 'ringsight/check'
 *
 * const sample = 'node_modules/ringsight/fixtures/contacts/sample.csv'
 * const { contacts, identifiable, repairs } = await checkContactFile(sample, { repairTo: 'repaired.csv' })
 * console.log(contacts, identifiable, repairs)
 *
 * const people = openRowCheck(['Name', 'Phone', 'Country'], {
 *   onFinding: ({ row, finding }) => console.log(row, finding.code, finding.repair),
 * })
 * console.log(people.check({ Name: 'Anna Byrne', Phone: '087 123 4567', Country: 'Ireland' }))
 * people.check({ Name: 'Ben Okoro', Phone: '9.19541E+11', Country: '' })
 * console.log(people.summarise().findings)
 * ```
 *
 * @module
 */
export type { CheckSummary, CodeCount, PlacedFinding } from '../check/file.ts'
export {
  type CheckWish,
  checkContactFile,
  type FileCheckWish,
  type OpenRowCheck,
  openRowCheck,
} from '../check/from-code.ts'
export type { StatedColumns } from '../contact-file/columns/columns.ts'
export type { Finding, FindingCode, Severity } from '../core/finding.ts'
