import type { Below } from '../../engine/ports.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import { queryString } from '../../protocols/odata.ts'
import { inCompany, textOf, type Client } from './client.ts'
import { billingDocuments, customer, ledgerPayment } from './entities.ts'
import { createLedger } from './ledger.ts'
import { setOf } from './sets.ts'

/** The payments of a customer; none when the customer cannot be seen: the ledger knows numbers only. */
async function paymentsOf(client: Client, company: CompanyRef, id: string) {
  const query = queryString({ $filter: `id eq ${id}`, $select: 'id,number' })
  const [row] = await client.rows(inCompany(company, setOf(customer)) + query, 'look at a customer')
  return row ? createLedger(client, company).everyPaymentOf([textOf(row.number)]) : []
}

/**
 * The documents and payments of a customer. Whoever wants to know only whether there is any is spared the rest: documents first,
 * of which Business Central finds the first ones without listing all.
 */
export function createBelow(client: Client): Below {
  return async (entity, company, id, most = Infinity) => {
    if (entity.name !== customer.name) return []
    const found: Awaited<ReturnType<Below>>[number][] = []
    for (const kind of billingDocuments) {
      if (found.length >= most) return found
      const top = Number.isFinite(most) ? { $top: most } : {}
      const query = queryString({ $filter: `customerId eq ${id}`, $select: 'id', ...top })
      const path = inCompany(company, setOf(kind)) + query
      for (const row of await client.rows(path, `look for the ${kind.label}s of a customer`)) {
        found.push({ entity: { system: kind.system, name: kind.name }, id: textOf(row.id).toLowerCase() })
      }
    }
    if (found.length >= most) return found
    const { system, name } = ledgerPayment
    const payments = await paymentsOf(client, company, id)
    return [...found, ...payments.map(({ entry }) => ({ entity: { system, name }, id: String(entry) }))]
  }
}
