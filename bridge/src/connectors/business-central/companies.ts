import { Misconfigured } from '../../engine/errors.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import { routes, type Client } from './client.ts'

/**
 * The configured companies, by id or name (either case), in the configured order.
 *
 * @throws Misconfigured naming the companies there are
 */
export async function findCompanies(client: Client, wanted: readonly string[]): Promise<readonly CompanyRef[]> {
  const rows = await client.rows(`${routes.api}/companies`, 'list the companies')
  const there = rows.map((row) => ({
    id: String(row.id).toLowerCase(),
    name: String(row.name),
    display: String(row.displayName),
  }))
  return wanted.map((name) => {
    const key = name.toLowerCase()
    const found = there.find((company) =>
      [company.id, company.name.toLowerCase(), company.display.toLowerCase()].includes(key),
    )
    if (!found) {
      const names = there.map((company) => `"${company.name}"`).join(', ')
      throw new Misconfigured(`BC_COMPANIES names "${name}", which this environment does not have.`, {
        advice: `Use one of ${names}, or its id.`,
      })
    }
    return { id: found.id, name: found.name }
  })
}
