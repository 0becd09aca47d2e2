import { BusinessError, type Company, type Row } from '../tables.ts'
import { Decimal, decimal, zero } from './money.ts'
import { referred, rowsWhere, text } from './read-row.ts'

/** What taxes a line: the group it belongs to and the percentage due for it where the customer is. */
export interface LineTax {
  /** Tax group (sales tax) or VAT product posting group. */
  readonly group: string
  /** VAT identifier of the group where the customer is; blank for sales tax. */
  readonly identifier: string
  readonly percent: Decimal
}

/** The tax group of a line: its own tax code, else the one of its item, else of its account. */
function groupOf(company: Pick<Company, 'table'>, line: Row): string {
  const own = text(line, 'taxCode')
  if (own !== '') return own
  const item = referred(company, 'items', line, 'itemId')
  const account = referred(company, 'accounts', line, 'accountId')
  return item ? text(item, 'taxGroupCode') : account ? text(account, '_taxGroupCode') : ''
}

/** Does a sale to this customer bear sales tax, and not VAT? Without a tax area of its own it is as the company has them. */
export function bearsSalesTax(company: Pick<Company, 'table'>, customer: Row | undefined): boolean {
  const area = (customer && referred(company, 'taxAreas', customer, 'taxAreaId')) ?? company.table('taxAreas').all()[0]
  return area !== undefined && area['taxType'] !== 'VAT'
}

/**
 * The tax on a line. Rates are the rows of `_taxRates` (`taxAreaCode`, `taxGroupCode`, `percent`, `vatIdentifier`): in a
 * company with sales tax the rate of a tax area for a tax group, in one with VAT the one of a VAT business for a VAT product posting
 * group. A rate with a blank group is the area's rate for everything else.
 * [Microsoft Learn: Set up U.S. sales tax; Set up value-added tax]
 */
export function lineTax(company: Pick<Company, 'table'>, customer: Row | undefined, line: Row): LineTax {
  const group = groupOf(company, line)
  const area = customer && referred(company, 'taxAreas', customer, 'taxAreaId')
  if (!area) return { group, identifier: '', percent: zero }
  const isVat = area['taxType'] === 'VAT'
  // A customer that is not liable pays no sales tax; VAT does not ask.
  if (!isVat && customer['taxLiable'] !== true) return { group, identifier: '', percent: zero }
  const code = text(area, 'code')
  const rates = rowsWhere(company, '_taxRates', 'taxAreaCode', code)
  const rate =
    rates.find((each) => text(each, 'taxGroupCode') === group) ??
    rates.find((each) => text(each, 'taxGroupCode') === '')
  if (!rate && isVat)
    throw new BusinessError(
      'The VAT Posting Setup does not exist. Identification fields and values: ' +
        `VAT Bus. Posting Group='${code}',VAT Prod. Posting Group='${group}'`,
      'Internal_RecordNotFound',
    )
  return { group, identifier: rate && isVat ? text(rate, 'vatIdentifier') : '', percent: decimal(rate?.['percent']) }
}
