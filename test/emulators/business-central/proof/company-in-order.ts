import { Decimal } from 'decimal.js'
import type { SandboxCompany } from '../company/company.ts'
import { entitySets } from '../entities.ts'
import { references } from '../pages/references.ts'
import { documentKinds } from '../pages/sales/document-kind.ts'
import type { Row } from '../tables.ts'
import { noGuid } from '../wire/blank.ts'
import { text } from '../wire/text.ts'

const number = (row: Row, name: string): Decimal => new Decimal(text(row, name, '0'))
const total = (rows: readonly Row[], name: string): Decimal =>
  rows.reduce((sum, row) => sum.plus(number(row, name)), new Decimal(0))

/**
 * What is wrong with a company's data, whatever was done to them: the books must balance, no line may be without its
 * document, no reference may lead nowhere. Empty when all is well.
 */
export function faultsOf(company: SandboxCompany): string[] {
  return [...books(company), ...customers(company), ...documents(company), ...loose(company), ...stock(company)]
}

function books(company: SandboxCompany): string[] {
  const wrong: string[] = []
  const byDocument = new Map<string, Decimal>()
  for (const row of company.table('generalLedgerEntries').all()) {
    const key = `${text(row, 'documentNumber')} ${text(row, 'postingDate')}`
    const sum = byDocument.get(key) ?? new Decimal(0)
    byDocument.set(key, sum.plus(number(row, 'debitAmount')).minus(number(row, 'creditAmount')))
  }
  for (const [key, sum] of byDocument) if (!sum.isZero()) wrong.push(`the ledger of ${key} is out by ${sum.toFixed()}`)
  return wrong
}

function customers(company: SandboxCompany): string[] {
  const wrong: string[] = []
  for (const entry of company.table('_customerLedgerEntries').all()) {
    const own = company.table('_detailedCustomerLedgerEntries').where('customerLedgerEntryId', entry.id)
    const remaining = total(own, 'amount')
    const which = `entry ${String(entry['entryNumber'])}`
    if (!remaining.eq(number(entry, 'remainingAmount'))) wrong.push(`${which} says another remaining amount`)
    if ((entry['open'] === true) === remaining.isZero()) wrong.push(`${which} is open or closed wrongly`)
    if (!company.table('customers').get(text(entry, 'customerId'))) wrong.push(`${which} has no customer`)
  }
  return wrong
}

function documents(company: SandboxCompany): string[] {
  const wrong: string[] = []
  for (const kind of documentKinds) {
    for (const line of company.table(kind.lines).all())
      if (!company.table(kind.set).get(text(line, 'documentId'))) wrong.push(`a line of ${kind.lines} has no document`)
    for (const document of company.table(kind.set).all()) {
      const which = `${kind.set} ${text(document, 'number')}`
      const lines = company.table(kind.lines).where('documentId', document.id)
      const sequences = lines.map((line) => line['sequence'])
      if (new Set(sequences).size !== sequences.length) wrong.push(`${which} has a sequence twice`)
      const [net, tax, gross] = ['totalAmountExcludingTax', 'totalTaxAmount', 'totalAmountIncludingTax'].map((name) =>
        number(document, name),
      )
      if (net && tax && gross && !net.plus(tax).eq(gross)) wrong.push(`${which} has totals that do not add up`)
      const sum = total(lines, 'netAmountIncludingTax')
      if (gross && !sum.eq(gross)) wrong.push(`${which} totals ${gross.toFixed()}, its lines ${sum.toFixed()}`)
      for (const line of lines) {
        if (number(line, 'shippedQuantity').abs().gt(number(line, 'quantity').abs()))
          wrong.push(`${which} has shipped more than was ordered`)
        if (number(line, 'invoicedQuantity').abs().gt(number(line, 'shippedQuantity').abs()))
          wrong.push(`${which} has invoiced more than was shipped`)
      }
    }
  }
  return wrong
}

/** References by id must lead somewhere; numbers and codes must be unique and not blank. */
function loose(company: SandboxCompany): string[] {
  const wrong: string[] = []
  for (const { name, properties } of entitySets('v2.0').values()) {
    for (const { id, set } of references[name] ?? []) {
      if (id === undefined) continue
      for (const row of company.table(name).all()) {
        const value = row[id]
        if (typeof value === 'string' && value !== noGuid && !company.table(set).get(value))
          wrong.push(`${name} ${text(row, 'number') || text(row, 'code') || row.id}: ${id} leads nowhere`)
      }
    }
    const key = ['number', 'code'].find((each) => properties[each] !== undefined)
    if (key === undefined || ['itemVariants', 'dimensionValues', 'dimensionSetLines'].includes(name)) continue
    if (['customerPaymentJournals', 'journals'].includes(name)) continue
    const values = company
      .table(name)
      .all()
      .map((row) => row[key])
    if (new Set(values).size !== values.length) wrong.push(`${name} has a ${key} twice`)
  }
  return wrong
}

function stock(company: SandboxCompany): string[] {
  return company
    .table('items')
    .all()
    .filter((item) => {
      const moved = company.table('itemLedgerEntries').where('itemNumber', text(item, 'number'))
      return item['type'] === 'Inventory' && !number(item, 'inventory').eq(total(moved, 'quantity'))
    })
    .map((item) => `the stock of ${text(item, 'number')} is not the sum of its entries`)
}
