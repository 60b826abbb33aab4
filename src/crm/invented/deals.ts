// Invented deals of a company, open and closed. Chance comes as an argument.
import { type Chance, pick } from '../../core/chance.ts'

export interface InventedDeal {
  readonly id: number
  readonly name: string
  /** Empty where nobody has entered it yet. */
  readonly amount: string
  readonly currency: string
  readonly closeDate: string
  readonly stage: string
}

/** The day that every dataset is as of, so that its bytes never depend on today. */
const DATASET_DATE = '2026-06-30'

const SUBJECTS = [
  'annual licence',
  'renewal 2026',
  'pilot project',
  'rollout',
  'support contract',
  'training',
  'upgrade',
]
const OPEN_STAGES = ['Appointment scheduled', 'Qualified to buy', 'Presentation scheduled', 'Contract sent']
const CLOSED_STAGES = ['Closed won', 'Closed lost']

/** One to three of them; their ids count on from the given one. */
export function inventDeals(
  company: { readonly name: string; readonly currency: string },
  firstId: number,
  chance: Chance,
): InventedDeal[] {
  const count = 1 + Math.floor(chance() ** 2 * 3)
  return Array.from({ length: count }, (_, index) => {
    const isClosed = chance() < 0.35
    return {
      id: firstId + index,
      name: `${company.name}: ${pick(SUBJECTS, chance)}`,
      amount: inventAmount(chance),
      currency: company.currency,
      closeDate: dayAfter(isClosed ? -5 - chance() * 400 : chance() * 190 - 10),
      stage: pick(isClosed ? CLOSED_STAGES : OPEN_STAGES, chance),
    }
  })
}

function inventAmount(chance: Chance): string {
  const kind = chance()
  if (kind < 0.1) return ''
  const whole = 250 * (1 + Math.floor(chance() ** 3 * 800))
  return kind < 0.2 ? `${whole}.50` : String(whole)
}

/** So many days from DATASET_DATE, as YYYY-MM-DD. */
export function dayAfter(days: number): string {
  return new Date(Date.parse(DATASET_DATE) + Math.round(days) * 86_400_000).toISOString().slice(0, 10)
}
