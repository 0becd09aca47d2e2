import type { Client } from './client.ts'
import type { Describes } from './describe.ts'
import { query } from './query.ts'

const queries: Readonly<Record<string, string>> = {
  // Every org has exactly one standard price book; its name may be changed and translated. [Object Reference: Pricebook2]
  standardPricebook: 'SELECT Id FROM Pricebook2 WHERE IsStandard = true LIMIT 1',
}

/**
 * Ids that Salesforce knows by name, and `currencies`: `one` or `several` in this org. Ids that were found are kept: these
 * records cannot be deleted.
 */
export function createKnown(
  client: Pick<Client, 'call'>,
  describes: Pick<Describes, 'of'>,
): (name: string) => Promise<string | undefined> {
  const found = new Map<string, string>()
  return async (name) => {
    // Records say their currency where the org has several. [Object Reference: CurrencyIsoCode]
    if (name === 'currencies')
      return (await describes.of('PricebookEntry')).fields.has('CurrencyIsoCode') ? 'several' : 'one'
    const soql = queries[name]
    const kept = found.get(name)
    if (soql === undefined || kept !== undefined) return kept
    const [row] = await query(client, soql)
    const id = typeof row?.Id === 'string' ? row.Id : undefined
    if (id !== undefined) found.set(name, id)
    return id
  }
}
