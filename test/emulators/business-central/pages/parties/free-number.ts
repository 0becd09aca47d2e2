import type { SandboxCompany } from '../../company/company.ts'
import type { EntitySet } from '../../entities.ts'
import { BusinessError } from '../../tables.ts'
import type { PageContext } from '../page.ts'

/** The next number of a series that no row has yet: somebody may have taken one by hand. */
export function freeNumber(company: SandboxCompany, table: string, series: string): string {
  for (;;) {
    const number = company.nextNumber(series)
    if (company.table(table).where('number', number).length === 0) return number
  }
}

/**
 * The number of a new record: the one given, or the next of its series.
 *
 * @throws BusinessError 400 when one is given and the series allows none (switch `manualNumbers`)
 */
export function numberFor({ company, switches }: PageContext, set: EntitySet, series: string, given: unknown): string {
  if (typeof given !== 'string' || given === '') return freeNumber(company, set.name, series)
  if (switches.manualNumbers === 'refuse')
    throw new BusinessError(
      `You may not enter numbers manually. If you want to enter numbers manually, please activate Manual Nos. in No. Series ${series.toUpperCase()}.`,
    )
  return given
}
