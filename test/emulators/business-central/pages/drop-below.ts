import type { SandboxCompany } from '../company/company.ts'

/** What hangs below a record goes with it: default dimensions, attached files, a picture. */
export function dropBelow(company: SandboxCompany, id: string): void {
  for (const table of ['defaultDimensions', 'attachments', 'documentAttachments'])
    for (const row of company.table(table).where('parentId', id)) company.table(table).delete(row.id)
}
