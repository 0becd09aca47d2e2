import type { SandboxCompany } from '../../company/company.ts'

/** A number was changed: whatever repeats it follows, without a stamp of its own. */
export function renameIn(
  company: SandboxCompany,
  columns: readonly (readonly [table: string, property: string])[],
  from: string,
  to: string,
): void {
  for (const [table, property] of columns)
    for (const row of company.table(table).where(property, from))
      company.table(table).update(row.id, { [property]: to }, { silent: true })
}
