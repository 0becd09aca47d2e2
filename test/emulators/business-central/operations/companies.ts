import type { SandboxCompany } from '../company/company.ts'
import { entitySet } from '../entities.ts'
import { methodNotAllowed } from '../errors.ts'
import { json, type Answer } from '../http/answer.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import { entityJson } from '../odata/entity-json.ts'
import { parseQuery } from '../odata/query-options.ts'
import { runQuery } from '../odata/run-query.ts'
import type { Service } from '../service.ts'
import type { Row } from '../tables.ts'
import { noGuid } from '../wire/blank.ts'
import type { ApiAt } from './context-url.ts'

const set = entitySet('companies')

/** GET of `companies`, or of one of them. Read only: companies are made through the automation API. */
export function companies(at: ApiAt, service: Service, request: ServiceRequest, key: string | undefined): Answer {
  if (request.method !== 'GET') throw methodNotAllowed(request.method, 'companies')
  const [first] = service.companies
  if (!first) return json(200, { '@odata.context': `${at.root}/$metadata#companies`, value: [] })
  const context = { company: first, switches: service.switches, root: at.root, now: at.now }
  const options = parseQuery(request.query)
  if (key !== undefined) {
    const company = service.companies.find((each) => each.id === key) ?? first
    const body = entityJson({ ...context, company }, set, companyRow(company), options)
    return json(200, { '@odata.context': `${at.root}/$metadata#companies/$entity`, ...body })
  }
  const { rows, total } = runQuery(context, set, service.companies.map(companyRow), options)
  return json(200, {
    '@odata.context': `${at.root}/$metadata#companies`,
    ...(options.count && { '@odata.count': total }),
    value: rows.map((row) => {
      const company = service.companies.find(({ id }) => id === row.id) ?? first
      return entityJson({ ...context, company }, set, row, options)
    }),
  })
}

function companyRow(company: SandboxCompany): Row {
  const created = new Date(company.createdAt).toISOString()
  return {
    id: company.id,
    systemVersion: '28.0.0.0',
    timestamp: 1000,
    name: company.name,
    displayName: company.name,
    businessProfileId: '',
    systemCreatedAt: created,
    systemCreatedBy: noGuid,
    systemModifiedAt: created,
    systemModifiedBy: noGuid,
  }
}
