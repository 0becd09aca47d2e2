import type { SandboxCompany } from '../company/company.ts'
import { entitySets, type EntitySet } from '../entities.ts'
import { badRequest, notSupported, ServiceError } from '../errors.ts'
import type { Switches } from '../switches.ts'

/** What a subscription is about. */
export interface Resource {
  readonly company: SandboxCompany
  readonly set: EntitySet
  /** As it is stored: without host and leading slash. */
  readonly text: string
}

/**
 * Reads `resource` of a subscription: a set of one company, not one record.
 *
 * @throws ServiceError 400 when it names no set one can subscribe to
 */
export function parseResource(
  given: string,
  companies: readonly SandboxCompany[],
  { companyNotFoundStatus }: Pick<Switches, 'companyNotFoundStatus'>,
): Resource {
  const text = given.replace(/^https?:\/\/.*?(?=\/api\/)/i, '').replace(/^\/+/, '')
  const match = /^api\/([\w./]+?)\/companies\(([0-9a-f-]{36})\)\/(\w+)$/i.exec(text)
  if (!match)
    throw badRequest(`The resource '${given}' is not valid: /api/v2.0/companies({id})/{entity set} is expected.`)
  const [, api = '', companyId = '', name = ''] = match
  if (api !== 'v2.0') throw notSupported(`webhooks on the API ${api}`)
  const company = companies.find((each) => each.id === companyId.toLowerCase())
  if (!company)
    throw new ServiceError(companyNotFoundStatus, 'Internal_CompanyNotFound', `Cannot find the company '${companyId}'.`)
  const set = entitySets('v2.0').get(name)
  if (!set?.webhook) throw badRequest(`The resource '${name}' does not support webhook notifications.`)
  return { company, set, text: `api/v2.0/companies(${company.id})/${set.name}` }
}
