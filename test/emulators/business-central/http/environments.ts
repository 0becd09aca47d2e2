import { methodNotAllowed, ServiceError, unknownSegment } from '../errors.ts'
import type { Service } from '../service.ts'
import { json, type Answer } from './answer.ts'

/** `GET /environments/v1.2`: the environments of the tenant; here always one. [Microsoft Learn: Get Environments] */
export function environments(service: Service, method: string, path: string): Answer {
  if (!service.switches.environmentListing) {
    const { status, code } = service.switches.permissionDenied
    throw new ServiceError(status, code, 'An application may not list the environments.')
  }
  if (!/^\/environments\/v1\.[12]\/?$/.test(path)) throw unknownSegment(path)
  if (method !== 'GET') throw methodNotAllowed(method, 'environments')
  const host = new URL(service.root()).origin
  return json(200, {
    value: [
      {
        aadTenantId: service.tenantId,
        applicationFamily: 'BusinessCentral',
        type: 'Production',
        name: service.environment,
        countryCode: 'US',
        webServiceUrl: host,
        webClientLoginUrl: `${host}/${service.tenantId}/${service.environment}`,
        ringName: 'PROD',
      },
    ],
  })
}
