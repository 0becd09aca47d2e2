import type { SandboxCompany } from '../company/company.ts'
import { badRequest, ServiceError } from '../errors.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import type { Service } from '../service.ts'
import { isGuid } from '../wire/coerce.ts'

/**
 * The company a request is about: the key in the path, `?company=` (id or name) or, in parts of a batch, the header
 * `Company`.
 *
 * @throws ServiceError 400 when none is named, `Internal_CompanyNotFound` when it does not exist
 */
export function companyOf(service: Service, key: string | undefined, request: ServiceRequest): SandboxCompany {
  const named = key ?? request.query.get('company') ?? request.header('company')
  if (named === undefined || named === '')
    throw badRequest('You must specify a company: companies({id})/… or ?company={id}.')
  if (key !== undefined && !isGuid(key)) throw badRequest(`The key '${key}' is not a valid Edm.Guid.`)
  const wanted = decodeLoosely(named)
  const company = service.companies.find((each) => each.id === wanted.toLowerCase() || each.name === wanted)
  if (!company)
    throw new ServiceError(
      service.switches.companyNotFoundStatus,
      'Internal_CompanyNotFound',
      `Cannot find the company '${wanted}'.`,
    )
  return company
}

/** The name of a company in a header may be percent-encoded. */
function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
