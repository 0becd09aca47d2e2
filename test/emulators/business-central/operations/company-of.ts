import type { SandboxCompany } from '../company/company.ts'
import { badRequest, ServiceError } from '../errors.ts'
import type { Segment } from '../http/segment.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import type { Service } from '../service.ts'
import { isGuid } from '../wire/coerce.ts'

/**
 * The company a request is about: the key in the path, a bare guid; `?company=` (id or name); or, in parts of a batch, the
 * header `Company`. Whether that header is heeded elsewhere is the switch `companyHeader`.
 *
 * @throws ServiceError 400 when none is named, `Internal_CompanyNotFound` when it does not exist
 */
export function companyOf(service: Service, inPath: Segment | undefined, request: ServiceRequest): SandboxCompany {
  const heeded = request.inBatch !== undefined || service.switches.companyHeader === 'everywhere'
  const key = inPath?.key
  const named = key ?? request.query.get('company') ?? (heeded ? request.header('company') : undefined)
  if (named === undefined || named === '')
    throw badRequest('You must specify a company: companies({id})/… or ?company={id}.')
  if (key !== undefined && (inPath?.quoted === true || !isGuid(key)))
    throw badRequest(`The key '${key}' is not a valid Edm.Guid.`)
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
