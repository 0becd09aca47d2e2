import type { SandboxCompany } from '../../company/company.ts'
import type { Row } from '../../tables.ts'
import type { Values } from '../../wire/coerce.ts'
import { dimensionsOf, dimensionTable, setDimension } from './document-dimensions.ts'

/** The two global dimensions of the company stand on documents as `shortcutDimension1Code` and `…2Code`. */
const shortcuts = ['shortcutDimension1Code', 'shortcutDimension2Code'] as const

/** What the header shows of the dimensions it has. */
export function shortcutsFrom(company: SandboxCompany, documentId: string): Values {
  const entries = dimensionsOf(company, documentId)
  const shown = shortcuts.map((property) => {
    const entry = entries.find((row) => row['dimensionId'] === dimensionBehind(company, property)?.id)
    const value = entry && company.table('dimensionValues').get(String(entry['valueId']))
    return [property, value?.['code'] ?? ''] as const
  })
  return Object.fromEntries(shown)
}

/** A shortcut was written on the header: the dimension of the document follows. */
export function applyShortcuts(company: SandboxCompany, parentType: string, documentId: string, given: Values): void {
  for (const property of shortcuts) {
    const code = given[property]
    const dimension = dimensionBehind(company, property)
    if (typeof code !== 'string' || !dimension) continue
    const value = company
      .table('dimensionValues')
      .where('dimensionId', dimension.id)
      .find((row) => row['code'] === code)
    if (value) setDimension(company, parentType, documentId, dimension.id, value.id)
    else if (code === '') {
      const entry = dimensionsOf(company, documentId).find((row) => row['dimensionId'] === dimension.id)
      if (entry) company.table(dimensionTable).delete(entry.id)
    }
  }
}

function dimensionBehind(company: SandboxCompany, property: (typeof shortcuts)[number]): Row | undefined {
  const code = company.table('generalLedgerSetup').all()[0]?.[property]
  return typeof code === 'string' && code !== '' ? company.table('dimensions').where('code', code)[0] : undefined
}
