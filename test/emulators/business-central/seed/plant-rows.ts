import { Decimal } from 'decimal.js'
import type { SandboxCompany } from '../company/company.ts'
import { entitySets } from '../entities.ts'
import { references } from '../pages/references.ts'
import { templateValues } from '../pages/template.ts'
import { companyContact } from '../pages/parties/company-contact.ts'
import { addFormula } from '../posting/index.ts'
import type { Row } from '../tables.ts'
import { isGuid, type Values } from '../wire/coerce.ts'
import { fixedId } from './fixed-id.ts'
import type { SeedRow } from './seed-file.ts'
import { text } from '../wire/text.ts'

/** Lone ids and templates refer to sets too. */
const extra: Readonly<Record<string, string>> = { dimensionValues: 'dimensionId' }
const templates: Readonly<Record<string, string>> = { _customerTemplate: 'customers', _itemTemplate: 'items' }

/** Puts rows into a table, codes turned into ids and their partners. */
export function plantRows(company: SandboxCompany, table: string, rows: readonly SeedRow[]): void {
  for (const row of rows) {
    const name = text(row, 'number') || text(row, 'code') || text(row, 'displayName') || JSON.stringify(row)
    const values = refer(company, table, row)
    const id = fixedId(company.id, table, name, text(row, 'dimensionId'))
    const made = company.table(table).insert({ id, ...defaults(company, table), ...values })
    if (table === 'items') plantStock(company, made)
    if (table === 'customers') companyContact(company, 'Customer', made)
    if (table === 'vendors') companyContact(company, 'Vendor', made)
  }
}

/** What an item has in stock came in some day: stock is the sum of the item's ledger entries. */
function plantStock(company: SandboxCompany, item: Row): void {
  const quantity = text(item, 'inventory', '0')
  if (quantity === '0') return
  company.table('itemLedgerEntries').insert({
    entryNumber: company.nextEntry('itemLedgerEntries'),
    itemNumber: item['number'],
    postingDate: addFormula(company.workDate(), '-1Y'),
    entryType: 'Positive_x0020_Adjmt_x002E_',
    sourceNumber: item['number'],
    sourceType: 'Item',
    documentNumber: 'START',
    documentType: '_x0020_',
    quantity,
    costAmountActual: new Decimal(quantity).times(text(item, 'unitCost', '0')).toFixed(),
  })
}

function defaults(company: SandboxCompany, table: string): Values {
  if (table === 'currencyExchangeRates')
    return { relationalCurrencyCode: '', relationalExchangeRateAmount: '1', exchangeRateAmount: '1' }
  if (table === 'accounts') return { accountType: 'Posting' }
  if (table === 'customers') return { type: 'Company', ...templateValues(company, '_customerTemplate') }
  if (table === 'items') return { type: 'Inventory', ...templateValues(company, '_itemTemplate') }
  return {}
}

function refer(company: SandboxCompany, table: string, row: SeedRow): Values {
  const { companyOf, parentOf, ...values } = row
  const full: Values = { ...values }
  const set = templates[table] ?? table
  for (const reference of references[set] ?? []) {
    const given = reference.id === undefined ? undefined : row[reference.id]
    if (reference.id === undefined || typeof given !== 'string' || isGuid(given)) continue
    const target = company.table(reference.set).where(reference.by, given)[0]
    if (!target) throw new Error(`${table}: ${reference.id} ${given} is not in ${reference.set}`)
    full[reference.id] = target.id
    if (reference.code !== undefined) full[reference.code] = given
  }
  const lone = extra[table]
  const code = lone === undefined ? undefined : row[lone]
  if (lone !== undefined && typeof code === 'string')
    full[lone] = company.table('dimensions').where('code', code)[0]?.id
  if (typeof companyOf === 'string') Object.assign(full, person(company, companyOf))
  if (typeof parentOf === 'string') full['parentId'] = company.table('customers').where('number', parentOf)[0]?.id
  return full
}

/** A person among the contacts hangs below the contact that stands for the customer. */
function person(company: SandboxCompany, customerNumber: string): Values {
  const customer = company.table('customers').where('number', customerNumber)[0]
  const stands = customer && company.table('contacts').where('_partyId', customer.id)[0]
  if (!stands) throw new Error(`There is no customer ${customerNumber}`)
  return { companyNumber: stands['number'], companyName: stands['displayName'], number: company.nextNumber('contact') }
}

/** Every name in a seed file must be a set or an internal table: a slip of the pen is found at once. */
export function checkNames(names: readonly string[]): void {
  for (const name of names)
    if (!name.startsWith('_') && !entitySets('v2.0').has(name)) throw new Error(`The seed names an unknown set ${name}`)
}
