import { Decimal } from 'decimal.js'
import { to18 } from '../ids.ts'
import type { Records, Row } from '../records.ts'
import type { FieldSchema, ObjectSchema } from '../schema.ts'

function badValue(field: FieldSchema, value: unknown): string | undefined {
  if (value === null || value === undefined) {
    if (field.type === 'boolean' && value === null) return 'a checkbox that is null'
    return field.nillable || field.defaultedOnCreate || !field.createable ? undefined : 'required and empty'
  }
  switch (field.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'no boolean'
    case 'double':
    case 'currency':
    case 'percent':
      return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? undefined : 'no exact decimal'
    case 'int':
      return Number.isInteger(value) ? undefined : 'no integer'
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? undefined : 'no day'
    case 'datetime':
      return typeof value === 'string' && new Date(value).toISOString() === value ? undefined : 'no instant'
    case 'id':
    case 'reference':
      return typeof value === 'string' && to18(value) === value ? undefined : 'no 18-character id'
    default:
      return typeof value === 'string' &&
        (field.length === 0 || field.type === 'base64' || value.length <= field.length)
        ? undefined
        : 'too long, or no text'
  }
}

/** References that nobody can write keep naming what is gone. */
function dangles(object: ObjectSchema, field: FieldSchema, row: Row, records: Records): boolean {
  const id = row[field.name]
  if (field.type !== 'reference' || typeof id !== 'string') return false
  if (!field.updateable && field.onParentDelete === 'clear') return false
  return !field.referenceTo.some((name) => records.get(name, id))
}

function faultsOfObject(object: ObjectSchema, records: Records): string[] {
  const found: string[] = []
  const unique = object.fields.filter((field) => field.unique)
  const seen = new Set<string>()
  for (const row of records.all(object.name)) {
    const where = `${object.name} ${row.Id}`
    if (!row.Id.startsWith(object.keyPrefix)) found.push(`${where}: the prefix of another object`)
    if (records.get(object.name, row.Id) !== row) found.push(`${where}: not found by its id`)
    for (const field of object.fields) {
      const why = field.type === 'address' ? undefined : badValue(field, row[field.name])
      if (why !== undefined) found.push(`${where}.${field.name}: ${why} (${JSON.stringify(row[field.name])})`)
      if (dangles(object, field, row, records)) found.push(`${where}.${field.name}: names a record that is not there`)
    }
    for (const field of unique) {
      if (row[field.name] === null || row[field.name] === undefined) continue
      const key = `${field.name} ${String(row[field.name]).toLowerCase()}`
      if (seen.has(key)) found.push(`${where}.${field.name}: not unique`)
      seen.add(key)
    }
  }
  return found
}

const amount = (value: unknown): string => (value as string | null | undefined) ?? '0'

const sum = (rows: readonly Row[], field: string): Decimal =>
  rows.reduce((total, row) => total.plus(amount(row[field])), new Decimal(0))

/** What may never be so in an org, whatever it was asked: one line for each thing that is. */
export function faultsOf(records: Records): readonly string[] {
  const found = records.schema.objects().flatMap((object) => faultsOfObject(object, records))
  for (const order of records.all('Order')) {
    const lines = records.all('OrderItem').filter((line) => line.OrderId === order.Id)
    if (!sum(lines, 'TotalPrice').eq(amount(order.TotalAmount)))
      found.push(`Order ${order.Id}: the lines make another total`)
    if (order.StatusCode === 'Activated' && lines.length === 0) found.push(`Order ${order.Id}: active without a line`)
  }
  for (const bill of records.all('Bill__c')) {
    const lines = records.all('Bill_Line__c').filter((line) => line.Bill__c === bill.Id)
    if (bill.Lines__c !== String(lines.length))
      found.push(`Bill__c ${bill.Id}: ${String(bill.Lines__c)} lines, or ${lines.length}?`)
    if (!sum(lines, 'Amount__c').eq(amount(bill.Sum__c))) found.push(`Bill__c ${bill.Id}: the lines make another sum`)
  }
  for (const document of records.all('ContentDocument')) {
    const versions = records.all('ContentVersion').filter((version) => version.ContentDocumentId === document.Id)
    const latest = versions.filter((version) => version.IsLatest === true)
    if (latest.length !== 1 || latest[0]?.Id !== document.LatestPublishedVersionId)
      found.push(`ContentDocument ${document.Id}: ${latest.length} latest versions`)
  }
  for (const opportunity of records.all('Opportunity')) {
    const lines = records.all('OpportunityLineItem').filter((line) => line.OpportunityId === opportunity.Id)
    if (opportunity.HasOpportunityLineItem !== lines.length > 0)
      found.push(`Opportunity ${opportunity.Id}: has lines, or not?`)
    if (lines.length > 0 && !sum(lines, 'TotalPrice').eq(amount(opportunity.Amount)))
      found.push(`Opportunity ${opportunity.Id}: the lines make another amount`)
  }
  return found
}
