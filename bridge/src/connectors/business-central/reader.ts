import { isoNow, type Clock } from '../../engine/clock.ts'
import { Rejected } from '../../engine/errors.ts'
import type { Reader } from '../../engine/ports.ts'
import type { Entity, SourceRecord } from '../../engine/records.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import type { Client } from './client.ts'
import {
  contact,
  customer,
  item,
  itemStock,
  ledgerPayment,
  salesCreditMemo,
  salesInvoiceProgress,
  salesOrderProgress,
  salesQuoteProgress,
} from './entities.ts'
import { readContacts } from './read/contacts.ts'
import { readCreditMemos } from './read/credit-memos.ts'
import { beyondCard, readCustomers } from './read/customers.ts'
import { readDocumentStatus } from './read/document-status.ts'
import { readLedgerPayments } from './read/ledger-payments.ts'
import { localCurrency } from './read/local-currency.ts'
import { rowsById, selection, toRecord } from './read/rows.ts'
import { readSalesOrderProgress } from './read/sales-order-progress.ts'
import { createScan } from './read/scan.ts'
import { search } from './read/search.ts'
import { calculated } from './sets.ts'

/** Reads Business Central for the engine. */
export function createReader({ client, clock }: { client: Client; clock: Pick<Clock, 'now'> }): Reader {
  const currencyOf = localCurrency(client)
  const scan = createScan({ client, clock })

  const readPlain = async (entity: Entity, company: CompanyRef, ids: readonly string[], fields: readonly string[]) => {
    const rows = await rowsById(client, entity, company, ids, selection(entity, fields))
    return new Map(rows.map((row): [string, SourceRecord] => [String(row.id).toLowerCase(), toRecord(entity, row)]))
  }

  const readItems = async (company: CompanyRef, ids: readonly string[], fields: readonly string[]) => {
    const found = await readPlain(
      item,
      company,
      ids,
      fields.filter((name) => name !== 'currencyCode'),
    )
    if (!fields.includes('currencyCode')) return found
    const currencyCode = await currencyOf(company)
    return new Map([...found].map(([id, record]) => [id, { ...record, fields: { ...record.fields, currencyCode } }]))
  }

  const readStock = async (company: CompanyRef, ids: readonly string[]) => {
    const readAt = isoNow(clock)
    const found = await readPlain(itemStock, company, ids, ['type', 'inventory'])
    return new Map([...found].map(([id, record]) => [id, { ...record, fields: { ...record.fields, readAt } }]))
  }

  const read: Reader['read'] = async (entity, company, ids, fields) => {
    if (ids.length === 0) return new Map()
    switch (entity.name) {
      case customer.name:
        return readCustomers({ client, clock }, company, ids, fields, () => currencyOf(company))
      case salesOrderProgress.name:
        return readSalesOrderProgress(client, company, ids)
      case salesQuoteProgress.name:
      case salesInvoiceProgress.name:
        return readDocumentStatus(client, entity, company, ids)
      case contact.name:
        return readContacts(client, company, ids, fields)
      case item.name:
        return readItems(company, ids, fields)
      case itemStock.name:
        return readStock(company, ids)
      case ledgerPayment.name:
        return readLedgerPayments(client, company, ids, () => currencyOf(company))
      case salesCreditMemo.name:
        return readCreditMemos(client, company, ids, fields, () => currencyOf(company))
      default:
        return readPlain(entity, company, ids, fields)
    }
  }

  return {
    read,

    async find(entity, company, wanted, fields) {
      if (wanted.length === 0) return []
      const asked = [...new Set(wanted.flatMap((each) => Object.keys(each)))]
      const elsewhere = entity.name === customer.name ? fields.filter((name) => beyondCard.has(name)) : []
      const onRow = [...fields, ...asked].filter((name) => !elsewhere.includes(name))
      const { $select } = selection(entity, onRow)
      const rows = asked.some((name) => calculated.has(name))
        ? await scan(entity, company, wanted, $select)
        : await search(client, entity, company, wanted, $select)
      const found = rows.map((each) => each.map((row) => toRecord(entity, row)))
      if (elsewhere.length === 0) return found
      const ids = found.flat().map((record) => record.id)
      const whole = await read(entity, company, ids, [...new Set(onRow), ...elsewhere])
      return found.map((each) => each.flatMap(({ id }) => whole.get(id) ?? []))
    },

    known: (name) =>
      Promise.reject(new Rejected(`Business Central knows no ${name}.`, { advice: 'Correct the mapping.' })),
  }
}
