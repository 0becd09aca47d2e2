import { Rejected } from '../../../engine/errors.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { queryString } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { customer } from '../entities.ts'
import type { Values } from './body.ts'
import type { WantedDocument } from './document.ts'
import type { DocumentKind } from './sales-documents.ts'

interface CurrencyServices {
  readonly client: Pick<Client, 'rows'>
  readonly company: CompanyRef
  readonly localCurrency: (company: CompanyRef) => Promise<string | null>
}

/** Whether these fields of a document name its currency. */
export const namesCurrency = ({ currencyCode }: Values): boolean => textOf(currencyCode) !== ''

const fillIn = (code: string) => `Fill in the currency code: ${code} if they are in ${code}; then it goes on by itself.`

/**
 * Business Central gives a document without a currency that of its customer: where nothing says so, a price of 100 dollars would
 * become one of 100 euros. Such a document is made only for customers in the company's own currency, whose code their cards carry.
 * Who pays for a customer stands on no card of the API: `demandOwnCurrency` looks at what Business Central has made of it.
 *
 * @param properties of the document, as they are about to be sent; a customer who cannot be found is left to Business Central's
 *   own refusal
 * @throws Rejected when its currency has to be said
 */
export async function demandCurrency(
  { client, company, localCurrency }: CurrencyServices,
  { customerId, ...fields }: Values,
): Promise<void> {
  if (namesCurrency(fields) || typeof customerId !== 'string') return
  const query = queryString({
    $filter: `id eq ${customerId}`,
    $select: 'id,number,displayName,currencyCode',
  })
  const [row] = await client.rows(inCompany(company, 'customers') + query, 'look at the currency of a customer')
  const code = textOf(row?.currencyCode)
  if (!row || code === '' || code === (await localCurrency(company))) return
  throw new Rejected(
    `The ${customer.label} ${textOf(row.displayName)} (${textOf(row.number)}) is billed in ${code}, and nothing says in which currency the prices are.`,
    { advice: fillIn(code) },
  )
}

/** The currency of a document that is not the company's own, whose code stands on documents too; undefined when it is. */
async function foreignCurrency(
  { company, localCurrency }: CurrencyServices,
  row: JsonRow,
): Promise<string | undefined> {
  const code = textOf(row.currencyCode)
  return code === '' || code === (await localCurrency(company)) ? undefined : code
}

/**
 * A document that names no currency is one in the company's own. One that named another, and does no more (null), is put back
 * into that; one that never named any is left as it stands. Of an order that is gone, its invoices have to be in it.
 *
 * @param row the document as it stands; undefined when it is gone
 */
export async function withOwnCurrency(
  services: CurrencyServices,
  wanted: WantedDocument,
  row: JsonRow | undefined,
): Promise<WantedDocument> {
  if (namesCurrency(wanted.header)) return wanted
  const { currencyCode, ...header } = wanted.header
  const says = row === undefined || (currencyCode === null && (await foreignCurrency(services, row)) !== undefined)
  if (!says) return { ...wanted, header }
  return inOwnCurrency(services, { ...wanted, header })
}

/** The document in the company's own currency, by name. */
export async function inOwnCurrency(
  { company, localCurrency }: CurrencyServices,
  wanted: WantedDocument,
): Promise<WantedDocument> {
  return { ...wanted, header: { ...wanted.header, currencyCode: (await localCurrency(company)) ?? '' } }
}

/**
 * A document that stands there, and names no currency here, has to be in the company's own: the one who pays for it may be
 * billed in another, and finance may have changed it. [base application, table Sales Header: Bill-to Customer No.]
 *
 * @throws Rejected when it is in another one
 */
export async function demandOwnCurrency(
  services: CurrencyServices & { readonly kind: DocumentKind },
  row: JsonRow,
): Promise<void> {
  const code = await foreignCurrency(services, row)
  if (code === undefined) return
  const { label } = services.kind.entity
  throw new Rejected(
    `The ${label} ${textOf(row.number)} is in ${code}, and nothing says in which currency the prices are.`,
    { advice: `${fillIn(code)} Else have finance change the currency of the ${label} in Business Central.` },
  )
}
