import { entitySets, type ApiName } from '../entities.ts'
import type { Dice } from '../../kit/testing/dice.ts'
import { encoded, query } from './generate-reads.ts'
import { nobodysName } from './odd-values.ts'
import { anyMethod, inCompany, jsonHeaders, tag, type Generated, type World } from './request.ts'

/** The bytes of a stream property. */
export function stream(world: World, dice: Dice): Generated {
  const path = dice.pick([
    `attachments(${world.rowOf('attachments')})/attachmentContent`,
    `documentAttachments(${world.rowOf('documentAttachments')})/attachmentContent`,
    `salesInvoices(${world.rowOf('salesInvoices')})/pdfDocument/pdfDocumentContent`,
    `salesOrders(${world.rowOf('salesOrders')})/pdfDocument/pdfDocumentContent`,
    `items(${world.rowOf('items')})/picture/pictureContent`,
    `customers(${world.rowOf('customers')})/picture/pictureContent`,
    `customers(${world.rowOf('customers')})/picture/pictureContent/$value`,
  ])
  const method = dice.pick(['GET', 'PATCH', 'DELETE', 'POST'])
  return {
    method,
    path: inCompany(world, path, dice),
    headers: { 'Content-Type': 'application/octet-stream', ...tag(dice) },
    ...(method !== 'GET' && { body: 'some bytes' }),
  }
}

const otherApis: readonly ApiName[] = ['analytics/v1.0', 'runtime/beta']

/** Other APIs, the platform's own sets, and addresses that lead nowhere. */
export function elsewhere(world: World, dice: Dice): Generated {
  const { root, company } = world
  const api = dice.pick(otherApis)
  const [set] = [...entitySets(api).values()]
  const name = dice.pick(nobodysName)
  const path = dice.pick([
    `${root}v2.0/`,
    `${root}v2.0/$metadata`,
    `${root}v2.0/companies`,
    `${root}v2.0/companies/$count`,
    `${root}v2.0/companies(${company})`,
    `${root}v2.0/companies(${company})/companies`,
    `${root}v2.0/subscriptions`,
    `${root}v2.0/subscriptions('nobody')`,
    `${root}v2.0/entityDefinitions`,
    `${root}microsoft/${api}/companies(${company})/${set?.name ?? ''}${set ? encoded(query(set, world, dice)) : ''}`,
    `${root}microsoft/automation/v2.0/companies`,
    `${root}contoso/app/v1.0/companies`,
    `${root}microsoft/${name}/${name}/companies`,
    `${root}${name}/companies`,
    `${root}v2.0/${name}`,
    `${root}v2.0/companies(${company})/${name}`,
    `${root}v2.0/companies(${company})/customers(${world.rowOf('customers')})/${name}`,
    `${root}v2.0/companies(${company})/salesOrders(${world.rowOf('salesOrders')})/Microsoft.NAV.${name}`,
    `${root}v2.0/companies('${company}')/customers`,
    `${root}v2.0/subscriptions('${name}')`,
    root.replace('/Production/', '/Nowhere/') + 'v2.0/companies',
    root.replace(/api\/$/, `ODataV4/Company('x')/y`),
    '/environments/v1.2',
    '/',
    '/v2.0',
    '/nonsense/%E0%A4%A',
    `${root}v2.0/%`,
    `${root}v2.0/companies(${company})/purchaseOrders`,
  ])
  const method = dice.chance(0.7) ? 'GET' : dice.pick(anyMethod)
  const body = JSON.stringify(
    dice.pick<unknown>([
      {},
      { notificationUrl: 'ftp://x', resource: 'y' },
      { notificationUrl: 'http://127.0.0.1:9/', resource: `/api/v2.0/companies(${company})/customers` },
      { notificationUrl: 'http://127.0.0.1:9/', resource: `/api/v2.0/companies(${company})/salesOrderLines` },
      { clientState: 5 },
    ]),
  )
  return {
    method,
    path,
    headers: jsonHeaders(dice),
    ...(!['GET', 'OPTIONS'].includes(method) && { body }),
  }
}
