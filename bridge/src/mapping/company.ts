import type { CompanyRef, Rule } from './rule.ts'

/** The name of the Business Central company that the record belongs to. */
export function companyName(): Rule<unknown, string> {
  return { reads: [], how: 'the name of the company', fill: (_, resolved) => resolved.company.name }
}

/** Whether a record that names `value` (a company's name or id, empty = the default company) belongs to this company. */
export function belongsTo(value: string | null, company: CompanyRef): boolean {
  return value === null || value.trim() === '' ? company.isDefault === true : namesCompany(value, company)
}

/** Whether the value is the company's name or id. */
export function namesCompany(value: string, company: CompanyRef): boolean {
  const wanted = value.trim().toLowerCase()
  return wanted === company.name.toLowerCase() || wanted === company.id.toLowerCase()
}

/**
 * The rule as long as the run is about the company that the record names in a field: its number and its terms are those of
 * that company, and say nothing in another one that the record has a partner in.
 */
export function ofItsCompany<const Name extends string, Source, Value>(
  name: Name,
  rule: Rule<Source, Value>,
): Rule<Source & Readonly<Record<Name, string | null>>, Value> {
  return {
    ...rule,
    reads: [...rule.reads, name],
    how: `${rule.how} (in its own company)`,
    around: (other) => ofItsCompany(name, rule.around?.(other) ?? other),
    fill: (source, resolved) => (belongsTo(source[name], resolved.company) ? rule.fill(source, resolved) : undefined),
  }
}

/** Whether a record that carries the bridge's key `{companyId}:{recordId}` is this company's own; one without a key is anybody's. */
export const isOwn = (key: string | null, company: CompanyRef): boolean =>
  key === null || key.toLowerCase().startsWith(`${company.id}:`)
