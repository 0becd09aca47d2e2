import type { Since } from '../../engine/desk-ports.ts'
import { queryString } from '../../protocols/odata.ts'
import { identityOf } from '../../mapping/index.ts'
import { inCompany, textOf, type Client } from './client.ts'
import { ledgerPayment } from './entities.ts'
import { createLedger, isInitial, isPayment } from './ledger.ts'
import { setOf } from './sets.ts'

/** Ids that are handed on at a time. */
const some = 1000

/**
 * Everything of a kind that has changed since an instant. Posted payments never change: those posted since that day are told.
 */
export function createSince(client: Client): Since {
  return async function* since(entity, company, from) {
    const { name } = identityOf(entity)
    if (name === ledgerPayment.name) {
      const rows = await createLedger(client, company).after(0)
      const day = from?.slice(0, 10) ?? ''
      yield rows
        .filter((row) => isInitial(row) && isPayment(row) && row.postingDate >= day)
        .map(({ entry }) => String(entry))
      return
    }
    const set = setOf({ system: entity.system, name })
    const query = queryString({ $filter: from && `lastModifiedDateTime ge ${from}`, $select: 'id' })
    let ids: string[] = []
    for await (const row of client.list(inCompany(company, set) + query, `look for changed ${set}`, 'sweep')) {
      ids.push(textOf(row.id).toLowerCase())
      if (ids.length < some) continue
      yield ids
      ids = []
    }
    yield ids
  }
}
