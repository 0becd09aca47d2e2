import { Misconfigured } from './engine/errors.ts'
import type { EngineLog } from './engine/log.ts'
import type { Cursors } from './engine/store.ts'
import { belongsTo, type CompanyRef } from './mapping/index.ts'

const remembered = 'default company'

/**
 * The companies with the default one marked: the one that accounts, orders and opportunities without a company belong to.
 * It is the first of `BC_COMPANIES` when the bridge starts for the first time, and stays it whatever order they are named in
 * later: else every record without a company would be made once more in another company. `chosen` (`BC_DEFAULT_COMPANY`)
 * changes it on purpose. Nothing is remembered yet: who only looks (`bridge doctor`) changes nothing.
 *
 * @throws Misconfigured when the chosen or the remembered company is not among them
 */
export async function withDefault(
  companies: readonly CompanyRef[],
  chosen: string | undefined,
  { cursors, log }: { readonly cursors: Pick<Cursors, 'get'>; readonly log: Pick<EngineLog, 'warn'> },
): Promise<readonly CompanyRef[]> {
  const before = await cursors.get(remembered)
  const [first] = companies
  const found =
    chosen === undefined
      ? before === undefined
        ? first
        : companies.find(({ id }) => id === before)
      : companies.find((company) => belongsTo(chosen, company))
  if (!found) {
    const names = companies.map(({ name }) => `"${name}"`).join(', ')
    throw new Misconfigured(
      chosen === undefined
        ? `BC_COMPANIES does not name the default company any more (${String(before)}): every record without a company would be made again in another one.`
        : `BC_DEFAULT_COMPANY is "${chosen}", which BC_COMPANIES does not name.`,
      { advice: `Name it in BC_COMPANIES again, or set BC_DEFAULT_COMPANY to one of ${names}.` },
    )
  }
  if (found !== first)
    log.warn({ company: found.name }, 'the default company is not the first of BC_COMPANIES: it stays what it was')
  return companies.map((company) => ({ ...company, isDefault: company === found }))
}

/** From now on the default company is the one that is marked. */
export async function rememberDefault(
  companies: readonly CompanyRef[],
  { cursors, log }: { readonly cursors: Cursors; readonly log: Pick<EngineLog, 'warn'> },
): Promise<void> {
  const found = companies.find(({ isDefault }) => isDefault)
  const before = await cursors.get(remembered)
  if (!found || found.id === before) return
  await cursors.set({ name: remembered, value: found.id })
  if (before !== undefined) log.warn({ company: found.name, before }, 'the default company was changed')
}
