import { isJournalAccountType, journalAccountTables } from '../../posting/journals/journal-account.ts'
import { BusinessError, type Row } from '../../tables.ts'
import { noGuid } from '../../wire/blank.ts'
import type { Values } from '../../wire/coerce.ts'
import type { PageContext } from '../page.ts'

/** The fields of an account on a journal line. */
export interface AccountFields {
  readonly type: 'accountType' | 'balanceAccountType'
  readonly id: 'accountId' | 'balancingAccountId'
  readonly number: 'accountNumber' | 'balancingAccountNumber'
}

export const accountFields: readonly AccountFields[] = [
  { type: 'accountType', id: 'accountId', number: 'accountNumber' },
  { type: 'balanceAccountType', id: 'balancingAccountId', number: 'balancingAccountNumber' },
]

const generalLedger = 'G_x002F_L_x0020_Account'

/**
 * Completes the account of a journal line: id and number each bring the other, both have to agree, a blank clears both,
 * and so does another account type. What an account may be depends on its type, which is a G/L account when not said.
 * [base application, page APIV2 - JournalLines]
 *
 * @throws BusinessError 400 when nothing of the type has that id or number, `Internal_InvalidTableRelation` for customers
 * and vendors
 */
export function resolveAccount({ company }: PageContext, fields: AccountFields, given: Values, before?: Row): Values {
  const [id, number] = [given[fields.id], given[fields.number]]
  const type = written(given[fields.type]) ?? written(before?.[fields.type]) ?? generalLedger
  if (id === undefined && number === undefined) {
    const changed =
      before !== undefined && given[fields.type] !== undefined && type !== (before[fields.type] ?? generalLedger)
    return changed ? blank(fields, type) : {}
  }
  if (!isJournalAccountType(type)) return { [fields.type]: type }
  const { table, label } = journalAccountTables[type]
  const byId = typeof id === 'string' && id !== noGuid ? company.table(table).get(id) : undefined
  if (typeof id === 'string' && id !== noGuid && !byId)
    throw new BusinessError(`The "${fields.id}" does not match to an Account.`)
  const byNumber = written(number) === undefined ? undefined : company.table(table).where('number', String(number))[0]
  if (written(number) !== undefined && !byNumber)
    throw type === 'Customer' || type === 'Vendor'
      ? new BusinessError(
          `The field Account No. of table Gen. Journal Line contains a value (${String(number)}) that cannot be found in the related table (${label}).`,
          'Internal_InvalidTableRelation',
        )
      : new BusinessError(`The "${fields.number}" does not match to an Account.`)
  if (byId && byNumber && byId.id !== byNumber.id)
    throw new BusinessError('The account values do not match to a specific Account.')
  const card = byId ?? byNumber
  return card ? { [fields.type]: type, [fields.id]: card.id, [fields.number]: card['number'] } : blank(fields, type)
}

const blank = (fields: AccountFields, type: string): Values => ({
  [fields.type]: type,
  [fields.id]: noGuid,
  [fields.number]: '',
})

const written = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
