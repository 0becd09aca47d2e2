import { Misconfigured } from '../../engine/errors.ts'
import { namesCompany, type CompanyRef } from '../../mapping/index.ts'
import type { Client } from './client.ts'
import type { Describes } from './describe.ts'
import { query } from './query.ts'

type Services = Pick<Client, 'call'>

/**
 * What Salesforce knows by name:
 *
 * - `standardPricebook`: its id. It is kept once found, since it cannot be deleted.
 * - `companyPricebook`: the id of the price book whose BC Company names the company; undefined when none does.
 * - `currencies`: `one` or `several` in this org.
 *
 * @throws Misconfigured when two price books name one company
 */
export function createKnown(
  client: Services,
  describes: Pick<Describes, 'of'>,
): (name: string, company: CompanyRef) => Promise<string | undefined> {
  let standard: string | undefined
  return async (name, company) => {
    switch (name) {
      case 'standardPricebook':
        standard ??= await standardPricebook(client)
        return standard
      case 'companyPricebook':
        return companyPricebook(client, company)
      case 'currencies':
        // Records say their currency where the org has several. [Object Reference: CurrencyIsoCode]
        return (await describes.of('PricebookEntry')).fields.has('CurrencyIsoCode') ? 'several' : 'one'
      default:
        return undefined
    }
  }
}

/** Every org has exactly one standard price book; its name may be changed and translated. [Object Reference: Pricebook2] */
export async function standardPricebook(client: Services): Promise<string | undefined> {
  const [row] = await query(client, 'SELECT Id FROM Pricebook2 WHERE IsStandard = true LIMIT 1')
  return typeof row?.Id === 'string' ? row.Id : undefined
}

/** An org has a handful of price books: they are compared here as the companies of accounts are. */
async function companyPricebook(client: Services, company: CompanyRef): Promise<string | undefined> {
  const soql = 'SELECT Id, Name, BC_Company__c FROM Pricebook2 WHERE BC_Company__c != null AND IsStandard = false'
  const books = await query(client, soql)
  const own = books.filter(({ BC_Company__c: named }) => typeof named === 'string' && namesCompany(named, company))
  if (own.length > 1) {
    const names = own.map(({ Name }) => String(Name)).join(', ')
    throw new Misconfigured(`${own.length} price books name the company ${company.name}: ${names}.`, {
      advice: 'Leave BC Company filled in on one of them, and clear it on the others.',
    })
  }
  return own[0] && String(own[0].Id)
}
