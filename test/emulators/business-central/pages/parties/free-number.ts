import type { SandboxCompany } from '../../company/company.ts'

/** The next number of a series that no row has yet: somebody may have taken one by hand. */
export function freeNumber(company: SandboxCompany, table: string, series: string): string {
  for (;;) {
    const number = company.nextNumber(series)
    if (company.table(table).where('number', number).length === 0) return number
  }
}
