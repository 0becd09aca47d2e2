import { Rejected } from '../../../engine/errors.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { queryString } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client } from '../client.ts'
import { customer } from '../entities.ts'
import type { Values } from './body.ts'

interface CurrencyServices {
  readonly client: Pick<Client, 'rows'>
  readonly company: CompanyRef
  readonly localCurrency: (company: CompanyRef) => Promise<string | null>
}

/**
 * Business Central gives a document without a currency that of its customer: where nothing says so, a price of 100 dollars would
 * become one of 100 euros. Such a document is made only for customers in the company's own currency, whose code their cards carry.
 *
 * @param properties of the document, as they are about to be sent; a customer who cannot be found is left to Business Central's
 *   own refusal
 * @throws Rejected when its currency has to be said
 */
export async function currencyIsSaid(
  { client, company, localCurrency }: CurrencyServices,
  { customerId, currencyCode }: Values,
): Promise<void> {
  if (textOf(currencyCode) !== '' || typeof customerId !== 'string') return
  const query = queryString({
    $filter: `id eq ${customerId}`,
    $select: 'id,number,displayName,currencyCode',
  })
  const [row] = await client.rows(inCompany(company, 'customers') + query, 'look at the currency of a customer')
  const code = textOf(row?.currencyCode)
  if (!row || code === '' || code === (await localCurrency(company))) return
  throw new Rejected(
    `The ${customer.label} ${textOf(row.displayName)} (${textOf(row.number)}) is billed in ${code}, and nothing says in which currency the prices are.`,
    { advice: `Fill in the currency code: ${code} if they are in ${code}; then it goes on by itself.` },
  )
}
