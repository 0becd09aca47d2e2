import type { Comparison, GroupQuery, ListQuery, Literal, Sort, Test } from './generated-query.ts'
import type { PlainAccount, PlainBill, PlainOrg } from './plain-rows.ts'

/** The instant at which the proof asks: 2 March 2026, a Monday. */
export const now = Date.parse('2026-03-02T10:00:00Z')
const day = 86_400_000

/** The value of a field of a bill, or of its account. */
export function fieldOf(bill: PlainBill, path: string, org: PlainOrg): Literal {
  if (!path.startsWith('Account__r.')) return bill[path as keyof PlainBill]
  const account = org.accounts.find((one) => one.Id === bill.Account__c)
  return account ? account[path.slice(11) as keyof PlainAccount] : null
}

/** Less than, equal, greater: text without case. Salesforce ids are exact, but no generated test orders them. */
function order(a: Exclude<Literal, null>, b: Exclude<Literal, null>): number {
  const [x, y] = typeof a === 'string' && typeof b === 'string' ? [a.toLowerCase(), b.toLowerCase()] : [a, b]
  return x < y ? -1 : x > y ? 1 : 0
}

const holds: Readonly<Record<Comparison, (sign: number) => boolean>> = {
  '=': (sign) => sign === 0,
  '!=': (sign) => sign !== 0,
  '<': (sign) => sign < 0,
  '<=': (sign) => sign <= 0,
  '>': (sign) => sign > 0,
  '>=': (sign) => sign >= 0,
}

/** Null equals null only, and is neither less nor greater than anything. */
function compare(mine: Literal, operator: Comparison, value: Literal): boolean {
  if (mine === null || value === null) {
    if (operator === '=') return mine === value
    return operator === '!=' && mine !== value
  }
  return holds[operator](order(mine, value))
}

/** Character by character; `%` tries every length. */
function like(text: string, pattern: string): boolean {
  if (pattern === '') return text === ''
  if (pattern.startsWith('\\') && pattern.length > 1)
    return text.charAt(0) === pattern.charAt(1) && text !== '' && like(text.slice(1), pattern.slice(2))
  if (pattern.startsWith('%')) return like(text, pattern.slice(1)) || (text !== '' && like(text.slice(1), pattern))
  if (pattern.startsWith('_')) return text !== '' && like(text.slice(1), pattern.slice(1))
  return text !== '' && text.charAt(0) === pattern.charAt(0) && like(text.slice(1), pattern.slice(1))
}

/** First and last day of a date literal, found by looking at every day of eight years. */
function daysOf(literal: string): { first: string; last: string } {
  const [name = '', count = '0'] = literal.split(':')
  const n = Number(count)
  const today = new Date(now)
  const months = (at: Date): number => at.getUTCFullYear() * 12 + at.getUTCMonth() - (2026 * 12 + 2)
  const quarters = (at: Date): number => at.getUTCFullYear() * 4 + Math.floor(at.getUTCMonth() / 3) - 2026 * 4
  const years = (at: Date): number => at.getUTCFullYear() - 2026
  const apart = (at: Date): number => Math.round((at.getTime() - Date.parse('2026-03-02T00:00:00Z')) / day)
  // The week of Monday, 2 March begins on Sunday, 1 March.
  const weeks = (at: Date): number => Math.floor((apart(at) + 1) / 7)
  const tests: Readonly<Record<string, (at: Date) => boolean>> = {
    TODAY: (at) => apart(at) === 0,
    YESTERDAY: (at) => apart(at) === -1,
    TOMORROW: (at) => apart(at) === 1,
    THIS_WEEK: (at) => weeks(at) === 0,
    LAST_WEEK: (at) => weeks(at) === -1,
    NEXT_WEEK: (at) => weeks(at) === 1,
    THIS_MONTH: (at) => months(at) === 0,
    LAST_MONTH: (at) => months(at) === -1,
    NEXT_MONTH: (at) => months(at) === 1,
    THIS_QUARTER: (at) => quarters(at) === 0,
    LAST_QUARTER: (at) => quarters(at) === -1,
    THIS_YEAR: (at) => years(at) === 0,
    LAST_YEAR: (at) => years(at) === -1,
    NEXT_YEAR: (at) => years(at) === 1,
    LAST_N_DAYS: (at) => apart(at) <= 0 && apart(at) >= -n,
    NEXT_N_DAYS: (at) => apart(at) >= 1 && apart(at) <= n,
    N_DAYS_AGO: (at) => apart(at) === -n,
    LAST_N_MONTHS: (at) => months(at) <= -1 && months(at) >= -n,
    NEXT_N_MONTHS: (at) => months(at) >= 1 && months(at) <= n,
  }
  const found: string[] = []
  for (let at = today.getTime() - 1460 * day; at < today.getTime() + 1460 * day; at += day) {
    const midnight = new Date(Math.floor(at / day) * day)
    if (tests[name]?.(midnight)) found.push(midnight.toISOString().slice(0, 10))
  }
  return { first: found[0] ?? '', last: found.at(-1) ?? '' }
}

function inDays(value: Literal, operator: Comparison, literal: string): boolean {
  if (value === null) return operator === '!='
  const { first, last } = daysOf(literal)
  const mine = String(value).slice(0, 10)
  const signs = { '=': mine >= first && mine <= last, '<': mine < first, '>': mine > last }
  if (operator === '=') return signs['=']
  if (operator === '!=') return !signs['=']
  if (operator === '<') return signs['<']
  if (operator === '>') return signs['>']
  return operator === '<=' ? mine <= last : mine >= first
}

export function judge(test: Test, valueOf: (field: string) => Literal, org: PlainOrg): boolean {
  switch (test.is) {
    case 'compare':
      return compare(valueOf(test.field), test.operator, test.value)
    case 'in':
      return test.values.some((value) => compare(valueOf(test.field), '=', value)) !== test.negated
    case 'like': {
      const value = valueOf(test.field)
      return typeof value === 'string' && like(value.toLowerCase(), test.pattern.toLowerCase())
    }
    case 'day':
      return inDays(valueOf(test.field), test.operator, test.literal)
    case 'month': {
      const value = valueOf(test.field)
      return compare(value === null ? null : Number(String(value).slice(5, 7)), test.operator, test.value)
    }
    case 'join': {
      const inner = test.test
      const ids = org.accounts
        .filter((account) => judge(inner, (field) => account[field as keyof PlainAccount], org))
        .map((account) => account.Id)
      const mine = valueOf('Account__c')
      return ids.some((id) => id === mine) !== test.negated
    }
    case 'not':
      return !judge(test.test, valueOf, org)
    case 'and':
      return test.tests.every((one) => judge(one, valueOf, org))
    case 'or':
      return test.tests.some((one) => judge(one, valueOf, org))
  }
}

const matching = (where: Test | undefined, org: PlainOrg): readonly PlainBill[] =>
  org.bills.filter((bill) => !where || judge(where, (field) => fieldOf(bill, field, org), org))

function before(a: PlainBill, b: PlainBill, { field, descending, nulls = 'FIRST' }: Sort, org: PlainOrg): number {
  const [x, y] = [fieldOf(a, field, org), fieldOf(b, field, org)]
  if (x === null || y === null) return x === y ? 0 : (x === null) === (nulls === 'FIRST') ? -1 : 1
  return descending ? order(y, x) : order(x, y)
}

/** Keys of the bills that a query finds, in order; ties are broken by the key. */
export function naiveList({ where, orderBy, limit, offset = 0 }: ListQuery, org: PlainOrg): readonly string[] {
  const sorts = [...orderBy, { field: 'Key__c', descending: false }]
  const rows = matching(where, org).toSorted((a, b) => {
    for (const sort of sorts) {
      const sign = before(a, b, sort, org)
      if (sign !== 0) return sign
    }
    return 0
  })
  return rows.slice(offset, limit === undefined ? undefined : offset + limit).map((row) => row.Key__c)
}

export interface Group {
  readonly by: string | null
  readonly rows: number
  readonly totals: number
  readonly tags: number
  /** In hundredths, so that a sum of floats says what a sum of decimals does. */
  readonly sum: number | null
  readonly least: number | null
  readonly latest: string | null
}

export function naiveGroups({ where, by, atLeast }: GroupQuery, org: PlainOrg): readonly Group[] {
  const keyOf = (bill: PlainBill): string | null => {
    const value = fieldOf(bill, by, org)
    return value === null ? null : by === 'Account__c' ? String(value) : String(value).toLowerCase()
  }
  const rows = matching(where, org)
  return [...new Set(rows.map(keyOf))]
    .map((key) => {
      const group = rows.filter((row) => keyOf(row) === key)
      const totals = group.flatMap((row) => row.Total__c ?? [])
      const latest = group.flatMap((row) => row.Due__c ?? []).toSorted()
      return {
        by: key,
        rows: group.length,
        totals: totals.length,
        tags: new Set(group.flatMap((row) => row.Tag__c?.toLowerCase() ?? [])).size,
        sum: totals.length === 0 ? null : totals.reduce((sum, total) => sum + Math.round(total * 100), 0),
        least: totals.length === 0 ? null : Math.min(...totals),
        latest: latest.at(-1) ?? null,
      }
    })
    .filter((group) => group.rows >= atLeast)
}
