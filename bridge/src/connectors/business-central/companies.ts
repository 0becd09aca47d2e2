import { Misconfigured, Rejected } from '../../engine/errors.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import { routes, textOf, type Client, type JsonRow } from './client.ts'
import type { BusinessCentralSettings } from './settings.ts'

/** Every company of the environment. @throws Misconfigured when there is no such environment */
async function companiesOf(
  client: Client,
  { tenantId, environment }: Pick<BusinessCentralSettings, 'tenantId' | 'environment'>,
): Promise<readonly JsonRow[]> {
  try {
    return await client.rows(`${routes.api}/companies?$select=id,name,displayName`, 'list the companies')
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    throw new Misconfigured(`Business Central has no environment "${environment}" in the tenant ${tenantId}.`, {
      advice: 'Check BC_TENANT_ID and BC_ENVIRONMENT against the Business Central admin center.',
      cause: error,
      ...(error.vendor === undefined ? {} : { vendor: error.vendor }),
    })
  }
}

/**
 * The configured companies, by id, name or display name (either case), in the configured order, each once.
 *
 * @throws Misconfigured naming the companies there are, or when a display name is not unique
 */
export async function findCompanies(
  client: Client,
  settings: Pick<BusinessCentralSettings, 'tenantId' | 'environment' | 'companies'>,
): Promise<readonly CompanyRef[]> {
  const there = (await companiesOf(client, settings)).map((row) => ({
    id: String(row.id).toLowerCase(),
    name: String(row.name),
    display: textOf(row.displayName),
  }))
  const names = there.map((company) => `"${company.name}"`).join(', ')
  const found = settings.companies.map((wanted): CompanyRef => {
    const key = wanted.trim().toLowerCase()
    const exact = there.filter((company) => company.id === key || company.name.toLowerCase() === key)
    const all = exact.length > 0 ? exact : there.filter((company) => company.display.toLowerCase() === key)
    const [only, ...others] = all
    if (!only || others.length > 0) {
      const problem = only ? 'which several companies are called' : 'which this environment does not have'
      throw new Misconfigured(`BC_COMPANIES names "${wanted}", ${problem}.`, {
        advice: only
          ? `Use one of their ids: ${all.map(({ id }) => id).join(', ')}.`
          : `Use one of ${names}, or its id.`,
      })
    }
    return { id: only.id, name: only.name }
  })
  return found.filter((company, index) => found.findIndex(({ id }) => id === company.id) === index)
}
