import type { SandboxCompany } from '../../company/company.ts'
import type { Row } from '../../tables.ts'

/** Dimensions of documents and lines live here: one row per parent and dimension, with references only. */
export const dimensionTable = '_dimensionSetEntries'

/** The dimensions of one document or line. */
export const dimensionsOf = (company: SandboxCompany, parentId: string): readonly Row[] =>
  company.table(dimensionTable).where('parentId', parentId)

/** A document takes the default dimensions of its customer, a line those of its item. */
export function copyDefaultDimensions(
  company: SandboxCompany,
  from: string,
  parentType: string,
  parentId: string,
): void {
  for (const row of company.table('defaultDimensions').where('parentId', from))
    setDimension(company, parentType, parentId, String(row['dimensionId']), String(row['dimensionValueId']))
}

/** Sets one dimension of a document or line; a value that is there already is replaced. */
export function setDimension(
  company: SandboxCompany,
  parentType: string,
  parentId: string,
  dimensionId: string,
  valueId: string,
): Row {
  const table = company.table(dimensionTable)
  const present = dimensionsOf(company, parentId).find((row) => row['dimensionId'] === dimensionId)
  return present ? table.update(present.id, { valueId }) : table.insert({ parentType, parentId, dimensionId, valueId })
}

/** A document is deleted: its dimensions go too. */
export function dropDimensions(company: SandboxCompany, parentId: string): void {
  for (const row of dimensionsOf(company, parentId)) company.table(dimensionTable).delete(row.id)
}

/** A quote becomes an order: its dimensions go along. */
export function moveDimensions(company: SandboxCompany, from: string, parentType: string, parentId: string): void {
  for (const row of dimensionsOf(company, from)) company.table(dimensionTable).update(row.id, { parentType, parentId })
}
