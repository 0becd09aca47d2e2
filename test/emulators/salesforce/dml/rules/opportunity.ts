import { refuseCurrencyChange } from '../currencies.ts'
import { refuse } from '../errors.ts'
import { decimal, money, sum } from './amount.ts'
import { adjust, type Draft, type ObjectRules, type RuleWorld } from './rule.ts'

interface Stage {
  readonly probability: number
  readonly forecast: string
  readonly closed: boolean
  readonly won: boolean
}

const open = (probability: number): Stage => ({ probability, forecast: 'Pipeline', closed: false, won: false })

/** The stages of a new org. A stage that is not here counts as open at 0 %. */
const stages: ReadonlyMap<string, Stage> = new Map(
  Object.entries({
    Prospecting: open(10),
    Qualification: open(10),
    'Needs Analysis': open(20),
    'Value Proposition': open(50),
    'Id. Decision Makers': open(60),
    'Perception Analysis': open(70),
    'Proposal/Price Quote': open(75),
    'Negotiation/Review': open(90),
    'Closed Won': { probability: 100, forecast: 'Closed', closed: true, won: true },
    'Closed Lost': { probability: 0, forecast: 'Omitted', closed: true, won: false },
  }),
)

function follow(draft: Draft, stageSet: boolean, given: ReadonlySet<string>): void {
  const stage = stages.get(String(draft.StageName)) ?? open(0)
  draft.IsClosed = stage.closed
  draft.IsWon = stage.won
  if (stageSet && !given.has('Probability')) draft.Probability = String(stage.probability)
  if (stageSet && !given.has('ForecastCategoryName')) draft.ForecastCategoryName = stage.forecast
  draft.ExpectedRevenue =
    draft.Amount === null || draft.Amount === undefined
      ? null
      : money(decimal(draft.Amount).times(decimal(draft.Probability)).div(100))
}

/** Stage decides closed, won and probability; with products the amount is theirs, whatever a caller writes. */
export const opportunity: ObjectRules = {
  beforeInsert(draft) {
    draft.HasOpportunityLineItem = false
    const given = new Set(Object.keys(draft).filter((name) => draft[name] !== null))
    follow(draft, true, given)
  },
  beforeUpdate(before, draft, given) {
    if (before.HasOpportunityLineItem === true) {
      if (before.CurrencyIsoCode !== draft.CurrencyIsoCode) refuseCurrencyChange()
      if (before.Pricebook2Id !== draft.Pricebook2Id)
        refuse('FIELD_INTEGRITY_EXCEPTION', 'The price book cannot change while the opportunity has products', [
          'Pricebook2Id',
        ])
      draft.Amount = before.Amount
    }
    follow(draft, given.has('StageName') && before.StageName !== draft.StageName, given)
  },
}

/** Amount, expected amount and "has line items" after a line came, went or changed. */
export function totalOpportunity(id: string, world: RuleWorld): void {
  const { store } = world
  const row = store.get('Opportunity', id)
  if (!row) return
  const lines = store
    .find('OpportunityLineItem', 'OpportunityId', id)
    .flatMap((line) => store.get('OpportunityLineItem', line) ?? [])
  const amount = lines.length === 0 ? (row.Amount ?? null) : money(sum(lines, 'TotalPrice'))
  const expected = amount === null ? null : money(decimal(amount).times(decimal(row.Probability)).div(100))
  adjust(
    'Opportunity',
    id,
    { Amount: amount, ExpectedRevenue: expected, HasOpportunityLineItem: lines.length > 0 },
    world,
  )
}
