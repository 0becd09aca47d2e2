/** The rows of the proof as plain values: what the org holds, said once more without the org. */
export interface PlainAccount {
  Id: string
  Name: string
  BillingCity: string | null
  AnnualRevenue: number | null
}

export interface PlainBill {
  Id: string
  Name: string
  Key__c: string
  Tag__c: string | null
  Total__c: number | null
  Due__c: string | null
  Seen__c: string | null
  Held__c: boolean
  Status__c: string | null
  Account__c: string | null
}

export interface PlainOrg {
  readonly accounts: readonly PlainAccount[]
  readonly bills: readonly PlainBill[]
}

/** Texts that quotes, wildcards, escapes, case and sorting could trip over. */
export const texts = [
  'acme',
  'Acme',
  'ACME Ltd',
  "O'Neil",
  '50%',
  '5_0',
  'a\\b',
  'Ärger',
  'z z',
  'B1',
  'b1',
  'ß',
] as const
export const cities = ['Utrecht', 'utrecht', 'Oslo', null] as const
export const amounts = [0, -1, 0.1, 0.3, 10.1, 10.11, 99999999.99, null] as const
/** Revenue is told in whole units. */
export const revenues = [0, -1, 3, 10, 99999999, null] as const
export const days = ['2025-12-31', '2026-02-28', '2026-03-01', '2026-03-02', '2026-03-15', '2027-01-01', null] as const
export const instants = [
  '2026-03-01T23:59:59.000Z',
  '2026-03-02T00:00:00.000Z',
  '2026-03-02T10:00:00.000Z',
  null,
] as const
export const statuses = ['Open', 'Paid', null] as const

/** Every value of every list comes up, in changing company; the lists' lengths have no common measure with the steps. */
export function plainRows(): PlainOrg {
  const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T
  const accounts = Array.from({ length: 9 }, (_unused, n) => ({
    Id: '',
    Name: at(texts, n * 5),
    BillingCity: at(cities, n),
    AnnualRevenue: at(revenues, n),
  }))
  const bills = Array.from({ length: 48 }, (_unused, n) => ({
    Id: '',
    Name: at(texts, n * 7),
    Key__c: `k${String(n).padStart(2, '0')}`,
    Tag__c: n % 4 === 3 ? null : at(texts, n),
    Total__c: at(amounts, n * 3),
    Due__c: at(days, n),
    Seen__c: at(instants, n + Math.floor(n / 4)),
    Held__c: n % 3 === 0,
    Status__c: at(statuses, n + Math.floor(n / 3)),
    Account__c: n % 5 === 4 ? null : String(n % 9),
  }))
  return { accounts, bills }
}
