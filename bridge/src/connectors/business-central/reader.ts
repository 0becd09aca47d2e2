import type { Clock } from '../../engine/clock.ts'
import { Rejected } from '../../engine/errors.ts'
import type { FieldValues, Reader } from '../../engine/ports.ts'
import type { Entity, SourceRecord } from '../../engine/records.ts'
import { queryString } from '../../protocols/odata.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import { inCompany, textOf, type Client, type JsonRow } from './client.ts'
import { customer, ledgerPayment, salesOrderProgress } from './entities.ts'
import { readCustomers } from './read/customers.ts'
import { readLedgerPayments } from './read/ledger-payments.ts'
import { readSalesOrderProgress } from './read/sales-order-progress.ts'
import { rowsById, selection, toRecord } from './read/rows.ts'
import { calculated, setOf } from './sets.ts'
import { fromWire, literal, sameValue } from './wire.ts'

const mostFound = 10

/** Reads Business Central for the engine. */
export function createReader({ client, clock }: { client: Client; clock: Pick<Clock, 'now'> }): Reader {
  const currencies = new Map<string, Promise<string>>()
  const localCurrency = (company: CompanyRef) => {
    const known =
      currencies.get(company.id) ??
      client
        .rows(inCompany(company, 'companyInformation?$select=currencyCode'), 'read the company information')
        .then((rows) => textOf(rows[0]?.currencyCode))
    currencies.set(company.id, known)
    // A failure is not remembered: the next read asks again.
    known.catch(() => currencies.delete(company.id))
    return known
  }

  const search = async (entity: Entity, company: CompanyRef, wanted: FieldValues, $select: string) => {
    const $filter = Object.entries(wanted)
      .map(([name, value]) => {
        const field = entity.fields[name]
        if (!field) throw new Error(`${entity.name} has no field ${name}.`)
        return `${name} eq ${literal(field, value)}`
      })
      .join(' and ')
    const path = inCompany(company, setOf(entity)) + queryString({ $filter, $select, $top: mostFound })
    return client.rows(path, `look up a ${entity.label}`)
  }

  /** For properties that the server will not filter by: every row is read once for the whole batch and compared here. */
  const scan = async (entity: Entity, company: CompanyRef, all: readonly FieldValues[], $select: string) => {
    const answers: JsonRow[][] = all.map(() => [])
    const path = inCompany(company, setOf(entity)) + queryString({ $select })
    for await (const row of client.list(path, `look through the ${entity.label}s`)) {
      for (const [index, wanted] of all.entries()) {
        const matches = Object.entries(wanted).every(([name, value]) => {
          const field = entity.fields[name]
          return field !== undefined && sameValue(fromWire(field, row[name]), value)
        })
        if (matches && (answers[index]?.length ?? 0) < mostFound) answers[index]?.push(row)
      }
    }
    return answers
  }

  const readPlain = async (entity: Entity, company: CompanyRef, ids: readonly string[], fields: readonly string[]) => {
    const rows = await rowsById(client, entity, company, ids, selection(entity, fields))
    return new Map(rows.map((row): [string, SourceRecord] => [String(row.id).toLowerCase(), toRecord(entity, row)]))
  }

  return {
    async read(entity, company, ids, fields) {
      if (ids.length === 0) return new Map()
      switch (entity.name) {
        case customer.name:
          return readCustomers({ client, clock }, company, ids, fields)
        case salesOrderProgress.name:
          return readSalesOrderProgress(client, company, ids)
        case ledgerPayment.name:
          return readLedgerPayments(client, company, ids, () => localCurrency(company))
        default:
          return readPlain(entity, company, ids, fields)
      }
    },

    async find(entity, company, wanted, fields) {
      if (wanted.length === 0) return []
      const asked = Object.keys(wanted[0] ?? {})
      const { $select } = selection(
        entity,
        [...new Set([...fields, ...asked])].filter((name) => name !== 'readAt'),
      )
      const rows = asked.some((name) => calculated.has(name))
        ? await scan(entity, company, wanted, $select)
        : await Promise.all(wanted.map((each) => search(entity, company, each, $select)))
      return rows.map((each) => each.map((row) => toRecord(entity, row)))
    },

    known: (name) =>
      Promise.reject(new Rejected(`Business Central knows no ${name}.`, { advice: 'Correct the mapping.' })),
  }
}
