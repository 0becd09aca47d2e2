import type { SandboxCompany } from '../company/company.ts'
import { entitySet } from '../entities.ts'
import { methodNotAllowed } from '../errors.ts'
import { json, plainNumber, type Answer } from '../http/answer.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import { entityJson } from '../odata/entity-json.ts'
import { parseQuery } from '../odata/query-options.ts'
import { filterAndSort } from '../odata/run-query.ts'
import type { Service } from '../service.ts'
import type { Row } from '../tables.ts'
import { noGuid } from '../wire/blank.ts'
import type { ApiAt } from './context-url.ts'
import { pageOfRows } from './paging.ts'
import type { Target } from './target.ts'

const set = entitySet('companies')

/** GET of `companies`, of their number, or of one of them. Read only: companies are made through the automation API. */
export function companies(
  at: ApiAt,
  service: Service,
  { key, count }: Target & { kind: 'companies' },
  request: ServiceRequest,
): Answer {
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
  const all = filterAndSort(context, set, service.companies.map(companyRow), options)
  if (count === true) return plainNumber(all.length)
  const { rows, nextLink } = pageOfRows(at, context, set, request, options, all)
  return json(200, {
    '@odata.context': `${at.root}/$metadata#companies`,
    ...(options.count && { '@odata.count': all.length }),
    value: rows.map((row) => {
      const company = service.companies.find(({ id }) => id === row.id) ?? first
      return entityJson({ ...context, company }, set, row, options)
    }),
    ...(nextLink !== undefined && { '@odata.nextLink': nextLink }),
  })
}

function companyRow(company: SandboxCompany, index = 0): Row {
  const created = new Date(company.createdAt).toISOString()
  return {
    id: company.id,
    _made: index + 1,
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
