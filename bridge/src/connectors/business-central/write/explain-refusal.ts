import { Rejected } from '../../../engine/errors.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { anyOf, queryString, textLiteral, unescapeMember } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { inChunks } from '../read/rows.ts'
import type { WantedDocument } from './document.ts'

/** What nobody signals when it is mended (a currency, a posting period) is tried again after so many seconds. */
const lookAgain = 900

/** Where to look. */
interface Books {
  readonly client: Client
  readonly company: CompanyRef
  /** The currency in which the company keeps its books. */
  readonly localCurrency: (company: CompanyRef) => Promise<string | null>
}

type Finding = { readonly message: string; readonly advice: string; readonly again?: number } | undefined

async function blockedCustomer(client: Client, company: CompanyRef, id: unknown): Promise<Finding> {
  if (typeof id !== 'string') return undefined
  const query = queryString({ $filter: `id eq ${id}`, $select: 'id,number,displayName,blocked' })
  const [row] = await client.rows(inCompany(company, 'customers') + query, 'look at a customer')
  if (!row) {
    return {
      message: 'The customer of this account is not in Business Central any more.',
      advice: 'Have it restored there, or uncouple the account so that a new customer is made.',
    }
  }
  const blocked = unescapeMember(textOf(row.blocked))
  if (blocked === null) return undefined
  return {
    message: `The customer ${textOf(row.displayName)} (${textOf(row.number)}) is blocked in Business Central (${blocked}).`,
    advice: 'Ask finance to unblock it; then it goes on by itself.',
  }
}

async function blockedItems(client: Client, company: CompanyRef, { lines }: WantedDocument): Promise<Finding> {
  const ids = lines.flatMap(({ fields }) => (typeof fields.itemId === 'string' ? [fields.itemId] : []))
  const paths = inChunks(ids, (chunk) => {
    const query = { $filter: anyOf('id', chunk), $select: 'id,number,displayName,blocked' }
    return inCompany(company, 'items') + queryString(query)
  })
  const rows = (await client.rowsOfEach(paths, 'look at items')).flat()
  const named = (row: JsonRow) => `${textOf(row.displayName)} (${textOf(row.number)})`
  const blocked = rows.filter((row) => row.blocked === true).map(named)
  if (blocked.length > 0) {
    const several = blocked.length > 1
    return {
      message: `The item${several ? 's' : ''} ${blocked.join(', ')} ${several ? 'are' : 'is'} blocked in Business Central.`,
      advice: 'Sell another product, or ask for the item to be unblocked; then it goes on by itself.',
    }
  }
  const gone = ids.filter((id) => !rows.some((row) => textOf(row.id).toLowerCase() === id.toLowerCase()))
  if (gone.length === 0) return undefined
  return {
    message: `${gone.length === 1 ? 'An item' : `${gone.length} items`} of this document ${gone.length === 1 ? 'is' : 'are'} not in Business Central any more.`,
    advice: 'Take the products out of the document, or have the items restored.',
  }
}

/** The company's own currency has no card, and needs no exchange rate. */
async function unknownCurrency({ client, company, localCurrency }: Books, code: unknown): Promise<Finding> {
  if (typeof code !== 'string' || code === '') return undefined
  if (code.toUpperCase() === (await localCurrency(company))) return undefined
  const query = queryString({ $filter: `code eq ${textLiteral(code)}`, $select: 'id,code' })
  const [row] = await client.rows(inCompany(company, 'currencies') + query, 'look up a currency')
  const what = `The currency ${code} ${row ? 'has no exchange rate in' : 'is not set up in'} the company "${company.name}".`
  if (row) {
    const rates = queryString({ $filter: `currencyCode eq ${textLiteral(code)}`, $top: 1 })
    const some = await client.rows(inCompany(company, 'currencyExchangeRates') + rates, 'look up exchange rates')
    if (some.length > 0) return undefined
  }
  return { message: what, advice: 'Ask finance to set it up; then it goes on by itself.', again: lookAgain }
}

/**
 * Business Central says no in the language of its user, in words for bookkeepers. What stands behind the usual refusals can be
 * looked up: then a salesperson is told what it is. Its own words stay beside it.
 *
 * @returns the error to throw
 */
export async function explainRefusal(books: Books, wanted: WantedDocument, error: unknown): Promise<unknown> {
  const { client, company } = books
  if (!(error instanceof Rejected)) return error
  try {
    const { customerId, currencyCode } = wanted.header
    const finding =
      (await blockedCustomer(client, company, customerId)) ??
      (await blockedItems(client, company, wanted)) ??
      (await unknownCurrency(books, currencyCode))
    if (!finding) return error
    const { message, ...how } = finding
    return new Rejected(message, { ...how, vendor: error.vendor ?? error.message, cause: error })
  } catch {
    // Looking failed: what Business Central said has to do.
    return error
  }
}
