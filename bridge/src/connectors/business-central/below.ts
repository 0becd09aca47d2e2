import type { Below } from '../../engine/ports.ts'
import { queryString } from '../../protocols/odata.ts'
import { inCompany, textOf, type Client } from './client.ts'
import { customer, ledgerPayment, salesCreditMemo, salesInvoice } from './entities.ts'
import { createLedger } from './ledger.ts'
import { setOf } from './sets.ts'

const kinds = [salesInvoice, salesCreditMemo]

/** The documents and payments of a customer. */
export function createBelow(client: Client): Below {
  return async (entity, company, id) => {
    if (entity.name !== customer.name) return []
    const documents = await Promise.all(
      kinds.map(async (kind) => {
        const query = queryString({ $filter: `customerId eq ${id}`, $select: 'id' })
        const rows = await client.rows(
          inCompany(company, setOf(kind)) + query,
          `look for the ${kind.label}s of a customer`,
        )
        return rows.map((row) => ({ entity: kind, id: textOf(row.id).toLowerCase() }))
      }),
    )
    const card = queryString({ $filter: `id eq ${id}`, $select: 'id,number' })
    const [row] = await client.rows(inCompany(company, setOf(customer)) + card, 'look at a customer')
    const payments = row ? await createLedger(client, company).everyPaymentOf([textOf(row.number)]) : []
    return [...documents.flat(), ...payments.map(({ entry }) => ({ entity: ledgerPayment, id: String(entry) }))].map(
      ({ entity: { system, name }, id: each }) => ({ entity: { system, name }, id: each }),
    )
  }
}
