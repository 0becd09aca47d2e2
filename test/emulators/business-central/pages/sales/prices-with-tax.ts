import { bearsSalesTax } from '../../posting/tax-rate.ts'
import { documentKinds, isSold } from '../../posting/document-kinds.ts'
import { BusinessError, type Row } from '../../tables.ts'
import type { Values } from '../../wire/coerce.ts'
import { text } from '../../wire/text.ts'
import type { PageContext } from '../page.ts'
import type { DocumentKind } from './document-kind.ts'

const underSalesTax = ({ company }: PageContext, document: Values): boolean =>
  bearsSalesTax(company, company.table('customers').get(text(document, 'customerId')))

/**
 * Prices cannot include sales tax. Microsoft's page looks at the lines the order has; whether an order without lines takes
 * it is the switch `pricesIncludeSalesTax`. [API v2.0, page APIV2 - Sales Orders]
 *
 * @throws BusinessError 400
 */
export function refuseSalesTaxInPrices(context: PageContext, document: Values, lines: readonly Row[]): void {
  if (document['pricesIncludeTax'] !== true || !underSalesTax(context, document)) return
  if (context.switches.pricesIncludeSalesTax === 'withoutLines' && !lines.some(isSold)) return
  throw new BusinessError('The "pricesIncludeTax" cannot be set to true if VAT Calculation Type is Sales Tax.')
}

/**
 * What is sold at prices that include tax cannot be under sales tax. [base application, codeunit Sales Tax Calculate]
 *
 * @throws BusinessError 400
 */
export function refuseLineWithSalesTax(context: PageContext, kind: DocumentKind, document: Row, line: Values): void {
  if (document['pricesIncludeTax'] !== true || !isSold(line) || !underSalesTax(context, document)) return
  throw new BusinessError(
    `Prices Including VAT must be equal to 'No' in Sales Header: Document Type=${documentKinds[kind.kind].type}, No.=${text(document, 'number')}. Current value is 'Yes'.`,
    'Application_FieldValidationException',
  )
}
