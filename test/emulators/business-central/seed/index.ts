import type { CompanyCard, SandboxCompany } from '../company/company.ts'
import common from './data/common.json' with { type: 'json' }
import international from './data/cronus-international.json' with { type: 'json' }
import usa from './data/cronus-usa.json' with { type: 'json' }
import { plantDocuments } from './plant-documents.ts'
import { checkNames, plantRows } from './plant-rows.ts'
import type { SeedFile, SeedRow } from './seed-file.ts'

export type SeedName = 'cronus' | 'empty'

/** How a company begins. */
export interface Seed {
  readonly card: CompanyCard
  /** Fills an empty company. */
  plant(company: SandboxCompany): void
}

// Order matters: rows refer to rows of the sets before them.
const first = ['accounts', 'currencies', 'taxGroups', 'taxAreas', 'generalLedgerSetup']

const files = [usa, international] as unknown as readonly SeedFile[]

/** The two demo companies: with data (`cronus`) or with their set-up only (`empty`). */
export function seedCompanies(name: SeedName): readonly Seed[] {
  return files.map(({ card, setup, data, documents }) => ({
    card,
    plant: (company) => {
      const tables: Readonly<Record<string, readonly SeedRow[]>> = { ...common, ...setup }
      checkNames([...Object.keys(tables), ...Object.keys(data)])
      const names = [...first, ...Object.keys(tables).filter((table) => !first.includes(table))]
      for (const table of names) plantRows(company, table, tables[table] ?? [])
      if (name === 'empty') return
      for (const [table, rows] of Object.entries(data)) plantRows(company, table, rows)
      plantDocuments(company, documents)
    },
  }))
}
