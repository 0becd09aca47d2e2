import { isLineType, lineObjects } from '../../posting/line-object.ts'
import { BusinessError, type Row } from '../../tables.ts'
import { noGuid } from '../../wire/blank.ts'
import type { Values } from '../../wire/coerce.ts'
import type { PageContext } from '../page.ts'
import { text } from '../../wire/text.ts'

/** What a line stands for. */
export interface LineObject {
  readonly lineType: string
  readonly itemId: string
  readonly accountId: string
  readonly lineObjectNumber: string
  /** The card of the item, account, resource … */
  readonly card?: Row
}

const nothing = { itemId: noGuid, accountId: noGuid, lineObjectNumber: '' }

/**
 * Finds out what a line is about: `itemId` or `accountId`, or `lineType` and `lineObjectNumber`; with none of them it is
 * a comment. [base application, page APIV2 - Sales Order Lines]
 *
 * @throws BusinessError 400 when both ids are given, a number comes without a type, or nothing has that id or number
 */
export function lineObject({ company }: PageContext, values: Values): LineObject {
  const itemId = given(values['itemId'])
  const accountId = given(values['accountId'])
  const number = text(values, 'lineObjectNumber')
  const type = typeof values['lineType'] === 'string' ? values['lineType'] : undefined

  if (itemId && accountId)
    throw new BusinessError('Both "itemId" and "accountId" are specified, specify only one of them.')
  if (itemId) return withType('Item', company.table('items').get(itemId), type, number)
  if (accountId) return withType('Account', company.table('accounts').get(accountId), type, number)
  if (number !== '' && !type)
    throw new BusinessError('The "lineType" must be specified together with "lineObjectNumber".')
  if (!type || type === 'Comment') {
    if (number !== '') throw new BusinessError('A line of type Comment cannot have a "lineObjectNumber".')
    return { ...nothing, lineType: 'Comment' }
  }
  const cards = isLineType(type) ? lineObjects[type] : undefined
  if (!cards) throw new BusinessError(`Lines of type ${type} are not set up in this company.`)
  if (number === '') return { ...nothing, lineType: type }
  const card = company.table(cards.table).where('number', number)[0]
  if (!card) throw new BusinessError(`The ${cards.label} does not exist. No.='${number}'`)
  if (type === 'Item' || type === 'Account') return withType(type, card, type, number)
  return { ...nothing, lineType: type, lineObjectNumber: number, card }
}

const given = (id: unknown): string | undefined => (typeof id === 'string' && id !== noGuid ? id : undefined)

function withType(
  lineType: 'Item' | 'Account',
  card: Row | undefined,
  said: string | undefined,
  number: string,
): LineObject {
  const id = lineType === 'Item' ? 'itemId' : 'accountId'
  if (!card) throw new BusinessError(`The ${lineType === 'Item' ? 'Item' : 'G/L Account'} does not exist.`)
  if (said !== undefined && said !== lineType)
    throw new BusinessError(`The "lineType" and "${id}" do not match to a specific line type.`)
  if (number !== '' && number !== card['number'])
    throw new BusinessError(`The "${id}" and "lineObjectNumber" do not match to a specific ${lineType}.`)
  return { ...nothing, lineType, [id]: card.id, lineObjectNumber: String(card['number']), card }
}
