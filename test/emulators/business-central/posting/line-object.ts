import { BusinessError, type Company, type Row } from '../tables.ts'
import type { DocumentKind } from './document-kinds.ts'
import type { AccountRole } from './posting-accounts.ts'
import { referred, rowsWhere, text } from './read-row.ts'

/**
 * Where the cards of each line type stand, how BC's messages name them, and what account their sales go to when the card
 * is not an account itself. The API has sets for items and accounts only; the other cards come with the seed.
 */
export const lineObjects = {
  Item: { table: 'items', label: 'Item', sales: 'sales' },
  Account: { table: 'accounts', label: 'G/L Account', sales: undefined },
  Resource: { table: '_resources', label: 'Resource', sales: 'sales' },
  Fixed_x0020_Asset: { table: '_fixedAssets', label: 'Fixed Asset', sales: 'fixedAssetSales' },
  Charge: { table: '_itemCharges', label: 'Item Charge', sales: 'sales' },
} as const satisfies Record<string, { table: string; label: string; sales: AccountRole | undefined }>

/** Types of lines that stand for something sold. */
export type LineType = keyof typeof lineObjects

/** Is it a type that can be posted? `Allocation Account` cannot here. */
export const isLineType = (type: string): type is LineType => Object.hasOwn(lineObjects, type)

/** The card of a line: its item, account, resource, asset or charge. */
export function cardOf(company: Pick<Company, 'table'>, line: Row): Row | undefined {
  const type = text(line, 'lineType')
  if (!isLineType(type)) return undefined
  if (type === 'Item') return referred(company, 'items', line, 'itemId')
  if (type === 'Account') return referred(company, 'accounts', line, 'accountId')
  const number = text(line, 'lineObjectNumber')
  return number === '' ? undefined : rowsWhere(company, lineObjects[type].table, 'number', number)[0]
}

const mustBe = (what: string, be: 'Yes' | 'No', label: string, key: string): BusinessError =>
  new BusinessError(
    `${what} must be equal to '${be}' in ${label}: ${key}. Current value is '${be === 'No' ? 'Yes' : 'No'}'.`,
  )

/**
 * Items and variants: _Blocked_ stops every document, _Sales Blocked_ those that sell, not credit memos.
 * [Microsoft Learn: Block items from sales or purchasing]
 */
function checkBlocks(card: Row, label: string, key: string, kind: DocumentKind): void {
  if (card['blocked'] === true || card['_blocked'] === true) throw mustBe('Blocked', 'No', label, key)
  if (card['_salesBlocked'] === true && kind !== 'salesCreditMemo') throw mustBe('Sales Blocked', 'No', label, key)
}

/**
 * An item charge that is invoiced has to be assigned to what it belongs to; `assignItemCharge` does what the client's page
 * does. Shipping it alone asks for nothing.
 */
export function checkChargeAssigned(line: Row): void {
  if (line['lineType'] === 'Charge' && line['_chargeAssigned'] !== true)
    throw new BusinessError(`You must assign item charge ${text(line, 'lineObjectNumber')} if you want to invoice it.`)
}

/** Throws when a line sells something that must not be sold: what is blocked, an account that takes no postings. */
export function checkLineObject(company: Company, kind: DocumentKind, line: Row): void {
  const type = text(line, 'lineType')
  if (!isLineType(type))
    throw new BusinessError(
      `Posting a line of type ${type || '(none)'} is not supported by this sandbox.`,
      'NotSupportedBySandbox',
      501,
    )
  const card = cardOf(company, line)
  if (!card)
    throw new BusinessError(
      `No. must have a value in Sales Line: Line No.=${String(line['sequence'])}. It cannot be zero or empty.`,
    )
  const { label } = lineObjects[type]
  const key = `No.=${text(card, 'number')}`
  checkBlocks(card, label, key, kind)
  if (type === 'Account' && card['directPosting'] === false) throw mustBe('Direct Posting', 'Yes', label, key)
  const variant = type === 'Item' ? referred(company, 'itemVariants', line, 'itemVariantId') : undefined
  if (variant)
    checkBlocks(variant, 'Item Variant', `Item No.=${text(card, 'number')},Code=${text(variant, 'code')}`, kind)
}
