import type { SandboxCompany } from '../company/company.ts'
import type { EntitySet } from '../entities.ts'
import { BusinessError, type Row } from '../tables.ts'
import { text } from '../wire/text.ts'
import type { PageContext } from './page.ts'
import { references, type Reference } from './references.ts'

/** A column that names rows of another set, by id, by code, or both. */
interface Use extends Reference {
  readonly table: string
}

/** The columns that refer to a set, by the set's name. */
const uses: ReadonlyMap<string, readonly Use[]> = Map.groupBy(
  Object.entries(references).flatMap(([table, list]) => list.map((reference) => ({ ...reference, table }))),
  ({ set }) => set,
)

/** The code of a value is its own within its dimension only, so a lone code does not say whose it is. */
const ambiguous = ['dimensionValues', 'itemVariants']

/**
 * A record that others refer to stays. Which tables of the application check it differs; the switch `deleteInUse` can
 * be set to `allow`, and then references lead nowhere.
 *
 * @throws BusinessError 400 `Application_DialogException`
 */
export function refuseInUse({ company, switches }: PageContext, set: EntitySet, row: Row): void {
  if (switches.deleteInUse === 'allow') return
  const found = (uses.get(set.name) ?? []).find(({ table, id, code, by }) => {
    const rows =
      id !== undefined
        ? company.table(table).where(id, row.id)
        : code !== undefined && !ambiguous.includes(set.name)
          ? company.table(table).where(code, text(row, by))
          : []
    return rows.some((each) => each.id !== row.id)
  })
  if (found)
    throw new BusinessError(
      `You cannot delete ${found.label} ${text(row, found.by)} because it is used in one or more records of ${found.table}.`,
    )
}

/**
 * The number or code of a record was changed: whatever repeats it follows, without a stamp of its own. `more` are columns
 * outside of the API's sets.
 */
export function followRename(
  company: SandboxCompany,
  set: EntitySet,
  before: Row,
  after: Row,
  more: readonly (readonly [table: string, column: string])[] = [],
): void {
  for (const by of ['number', 'code'] as const) {
    const [from, to] = [text(before, by), text(after, by)]
    if (from === to || from === '') continue
    const columns = (uses.get(set.name) ?? []).flatMap((use): [string, Use | string][] =>
      use.code !== undefined && use.by === by ? [[use.table, use]] : [],
    )
    for (const [table, column] of [...columns, ...more]) {
      const name = typeof column === 'string' ? column : (column.code ?? '')
      for (const row of company.table(table).where(name, from)) {
        // Where an id goes with the code, the id tells whose code it is.
        if (typeof column !== 'string' && column.id !== undefined && row[column.id] !== after.id) continue
        company.table(table).update(row.id, { [name]: to }, { silent: true })
      }
    }
  }
}
