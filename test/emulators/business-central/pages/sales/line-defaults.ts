import { Decimal } from 'decimal.js'
import { BusinessError, type Company, type Row } from '../../tables.ts'
import { noDate, noGuid } from '../../wire/blank.ts'
import type { Values } from '../../wire/coerce.ts'
import { exchangeRate, foreignCurrency } from '../../posting/currency.ts'
import type { LineObject } from './line-type.ts'
import { text } from '../../wire/text.ts'

/**
 * What a line takes from its item, account or resource: description, unit, price, tax group.
 *
 * @throws BusinessError 400 when the item is blocked
 */
export function lineDefaults(company: Company, document: Row, object: LineObject): Values {
  const { card, lineType } = object
  if (card?.['blocked'] === true)
    throw new BusinessError(
      `Blocked must be equal to 'No' in ${lineType === 'Account' ? 'G/L Account' : lineType}: No.=${String(card['number'])}. Current value is 'Yes'.`,
      'Application_FieldValidationException',
    )
  return {
    lineType: object.lineType,
    itemId: object.itemId,
    accountId: object.accountId,
    lineObjectNumber: object.lineObjectNumber,
    description: card?.['displayName'] ?? '',
    description2: card?.['displayName2'] ?? '',
    unitOfMeasureId: card?.['baseUnitOfMeasureId'] ?? noGuid,
    unitOfMeasureCode: card?.['baseUnitOfMeasureCode'] ?? '',
    itemVariantId: noGuid,
    unitPrice:
      card && ['Item', 'Resource'].includes(lineType) ? priceIn(company, document, text(card, 'unitPrice', '0')) : '0',
    taxCode: card?.['taxGroupCode'] ?? '',
  }
}

/**
 * The item's price in the document's currency. Prices are kept in local currency; unit amounts are rounded to five
 * places, the default of a currency card.
 */
function priceIn(company: Company, document: Row, price: string): string {
  // A quote has no posting date: the rate is that of the work date. [Base Application: Sales Header, UpdateCurrencyFactor]
  const posting = text(document, 'postingDate', noDate)
  const date = posting === noDate ? company.workDate() : posting
  const rate = exchangeRate(company, foreignCurrency(company, document), date)
  return new Decimal(price).dividedBy(rate).toDecimalPlaces(5).toFixed()
}
