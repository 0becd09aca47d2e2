import { entitySets, type ApiName, type EntitySet } from '../entities.ts'
import type { Dice } from './dice.ts'
import { valueFor, type Known } from './odd-values.ts'

/** A request as it goes over the wire. */
export interface Generated {
  readonly method: string
  /** Below the server's address. */
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: string
}

/** Where requests go, and what there is to ask for. */
export interface World {
  /** `/v2.0/{tenant}/{environment}/api/` */
  readonly root: string
  readonly company: string
  readonly known: Known
  /** An id of a row of a set, or one that nobody has. */
  rowOf(set: string): string
}

const methods = ['GET', 'GET', 'GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS', 'PURGE', 'MERGE']
const documentSets = ['salesQuotes', 'salesOrders', 'salesInvoices', 'salesCreditMemos', 'journals', 'customers']
const actionNames = ['post', 'postAndSend', 'send', 'cancel', 'cancelAndSend', 'makeOrder', 'makeInvoice']
const moreActions = ['makeCorrectiveCreditMemo', 'shipAndInvoice', 'ShipAndInvoice', 'nothing', 'POST', '']

/** One request, by chance: well-formed ones, ill-formed ones, and well-formed ones with a fault put in. */
export function generate(world: World, dice: Dice): Generated {
  const made = dice.pick(kinds)(world, dice)
  return dice.chance(0.08) ? spoil(made, dice) : made
}

const kinds = [read, read, read, readOne, create, create, create, patch, patch, remove, act, batch, stream, elsewhere]

const setOf = (dice: Dice): EntitySet => dice.pick([...entitySets('v2.0').values()])
const inCompany = ({ root, company }: World, rest: string, dice: Dice): string => {
  if (dice.chance(0.03)) return `${root}v2.0/${rest}${rest.includes('?') ? '&' : '?'}company=${company}`
  if (dice.chance(0.02)) return `${root}v2.0/${rest}`
  return `${root}v2.0/companies(${dice.chance(0.01) ? 'nonsense' : company})/${rest}`
}

function tag(dice: Dice): Record<string, string> {
  if (dice.chance(0.7)) return { 'If-Match': '*' }
  return dice.pick<Record<string, string>>([
    {},
    { 'If-Match': 'nonsense' },
    { 'If-Match': 'W/"JzE5OzIxMzk2MzA0ODM0ODgyMTU4MDgxOzAwOyc="' },
    { 'If-Match': '' },
  ])
}
const jsonHeaders = (dice: Dice): Record<string, string> => ({
  'Content-Type': dice.chance(0.97) ? 'application/json' : dice.pick(['text/plain', 'application/xml', 'nonsense']),
})

function literal(set: EntitySet, name: string, { known }: World, dice: Dice): string {
  const property = set.properties[name]
  if (!property || dice.chance(0.08)) return dice.pick(["'x'", '5', 'true', 'null', '2026-01-01', "''", "'", '(', ''])
  const value = valueFor(name, property, known, dice)
  if (typeof value !== 'string') return JSON.stringify(value)
  const bare = ['Guid', 'Date', 'DateTimeOffset'].includes(property.type)
  return bare ? value : `'${value.replaceAll("'", "''")}'`
}

function condition(set: EntitySet, world: World, dice: Dice): string {
  const name = dice.chance(0.95) ? dice.pick(Object.keys(set.properties)) : 'nonsense'
  if (dice.chance(0.15)) {
    const call = dice.pick(['contains', 'startswith', 'endswith', 'length', 'tolower', 'nonsense', 'substring'])
    return `${call}(${name},${literal(set, name, world, dice)})`
  }
  return `${name} ${dice.pick(['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'in', 'has'])} ${literal(set, name, world, dice)}`
}

function query(set: EntitySet, world: World, dice: Dice, depth = 0): string[] {
  const options: string[] = []
  const property = (): string => dice.pick([...Object.keys(set.properties), 'nonsense'])
  if (dice.chance(0.5)) {
    let filter = condition(set, world, dice)
    while (dice.chance(0.35)) filter += ` ${dice.pick(['and', 'and', 'or', 'xor'])} ${condition(set, world, dice)}`
    if (dice.chance(0.1)) filter = `not (${filter})`
    options.push(`$filter=${filter}`)
  }
  if (dice.chance(0.25)) options.push(`$select=${[property(), property()].join(',')}`)
  if (dice.chance(0.25)) options.push(`$orderby=${property()}${dice.pick(['', ' desc', ' asc', ' sideways'])}`)
  if (dice.chance(0.2)) options.push(`$top=${dice.pick(['0', '1', '3', '-1', 'x', '99999999999', ''])}`)
  if (dice.chance(0.15)) options.push(`$skip=${dice.pick(['0', '1', '1000', '-1', '1.5'])}`)
  if (dice.chance(0.15)) options.push(`$count=${dice.pick(['true', 'false', 'maybe'])}`)
  const navigation = Object.entries(set.navigation)
  if (dice.chance(0.35) && depth < 3 && navigation.length > 0) {
    const [name, { set: target }] = dice.pick(navigation)
    const next = entitySets('v2.0').get(target)
    const inner = next ? query(next, world, dice, depth + 1) : []
    options.push(`$expand=${name}${inner.length > 0 ? `(${inner.join(';')})` : ''}`)
  }
  if (dice.chance(0.03))
    options.push(dice.pick(['$apply=x', '$search=x', '$nonsense=1', '$skiptoken=x', '$schemaversion=2.1', 'x=1']))
  return options
}

const encoded = (options: readonly string[]): string =>
  options.length === 0
    ? ''
    : `?${options.map((option) => option.replace(/=(.*)$/s, (_all, value: string) => `=${encodeURIComponent(value)}`)).join('&')}`

function read(world: World, dice: Dice): Generated {
  const set = setOf(dice)
  const path = `${set.name}${dice.chance(0.05) ? '/$count' : ''}${encoded(query(set, world, dice))}`
  const prefer = dice.chance(0.1)
    ? { Prefer: `odata.maxpagesize=${dice.pick(['1', '5', '0', 'x', '99999', '-3'])}` }
    : {}
  return { method: 'GET', path: inCompany(world, path, dice), headers: prefer }
}

function readOne(world: World, dice: Dice): Generated {
  const set = setOf(dice)
  const navigation = Object.keys(set.navigation)
  const rest = dice.chance(0.4) && navigation.length > 0 ? `/${dice.pick(navigation)}` : ''
  const options = rest === '' ? encoded(query(set, world, dice)) : ''
  return {
    method: 'GET',
    path: inCompany(world, `${set.name}(${world.rowOf(set.name)})${rest}${options}`, dice),
    headers: {},
  }
}

function bodyFor(set: EntitySet, world: World, dice: Dice, depth = 0): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  const writable = Object.entries(set.properties).filter(([, { readOnly }]) => readOnly !== true || dice.chance(0.01))
  for (const need of set.required) {
    const [name = ''] = need.split('|')
    const property = set.properties[name]
    if (property && dice.chance(0.95)) body[name] = valueFor(name, property, world.known, dice)
  }
  for (let count = dice.below(4); count > 0 && writable.length > 0; count--) {
    const [name, property] = dice.pick(writable)
    body[name] = valueFor(name, property, world.known, dice)
  }
  if (/^sales\w+Lines$/.test(set.name) && dice.chance(0.8))
    Object.assign(body, { itemId: world.known.id('items'), quantity: dice.pick([0, 1, 2, 5]) })
  if (dice.chance(0.02)) body['nonsense'] = 1
  if (dice.chance(0.02)) body['@odata.etag'] = 'x'
  const lines = Object.entries(set.navigation).find(([name, { many }]) => many && name.endsWith('Lines'))
  const target = lines && entitySets('v2.0').get(lines[1].set)
  if (lines && target && depth === 0 && dice.chance(0.4))
    body[lines[0]] = dice.chance(0.95) ? [bodyFor(target, world, dice, 1), bodyFor(target, world, dice, 1)] : 'no lines'
  return body
}

function create(world: World, dice: Dice): Generated {
  const documents = [...entitySets('v2.0').values()].filter(({ name }) => documentSets.includes(name))
  const set = dice.chance(0.4) ? dice.pick(documents) : setOf(dice)
  const lines = Object.entries(set.navigation).find(([, { many }]) => many)
  const nested = lines && dice.chance(0.3)
  const target = nested ? entitySets('v2.0').get(lines[1].set) : undefined
  const path = target && lines ? `${set.name}(${world.rowOf(set.name)})/${lines[0]}` : set.name
  const prefer = dice.chance(0.05) ? { Prefer: 'return=minimal' } : {}
  return {
    method: 'POST',
    path: inCompany(world, path, dice),
    headers: { ...jsonHeaders(dice), ...prefer },
    body: JSON.stringify(bodyFor(target ?? set, world, dice)),
  }
}

function patch(world: World, dice: Dice): Generated {
  const set = setOf(dice)
  return {
    method: 'PATCH',
    path: inCompany(world, `${set.name}(${world.rowOf(set.name)})`, dice),
    headers: { ...jsonHeaders(dice), ...tag(dice) },
    body: JSON.stringify(bodyFor(set, world, dice, 1)),
  }
}

function remove(world: World, dice: Dice): Generated {
  const set = dice.chance(0.7) ? setOf(dice) : { name: dice.pick(['customers', 'contacts', 'vendors', 'items']) }
  return {
    method: 'DELETE',
    path: inCompany(world, `${set.name}(${world.rowOf(set.name)})`, dice),
    headers: dice.chance(0.5) ? tag(dice) : {},
  }
}

function act(world: World, dice: Dice): Generated {
  const set = dice.pick(documentSets)
  const offered = entitySets('v2.0').get(set)?.actions ?? []
  const action = dice.pick(offered.length > 0 && dice.chance(0.9) ? offered : [...actionNames, ...moreActions])
  return {
    method: dice.chance(0.97) ? 'POST' : 'GET',
    path: inCompany(world, `${set}(${world.rowOf(set)})/Microsoft.NAV.${action}`, dice),
    headers: dice.chance(0.2) ? tag(dice) : {},
  }
}

function batch(world: World, dice: Dice): Generated {
  const one = (): unknown => {
    if (dice.chance(0.03)) return dice.pick<unknown>([null, 5, 'x', {}, { method: 'GET' }, { method: 1, url: 2 }])
    const { method, path, headers, body } = dice.pick([read, readOne, create, patch, remove, act])(world, dice)
    const url = dice.chance(0.97) ? path.slice(world.root.length + 'v2.0/'.length) : path
    return {
      id: dice.pick<unknown>(['a', 1, undefined, null]),
      method,
      url,
      headers,
      ...(body !== undefined && { body: parsed(body) }),
    }
  }
  const requests = dice.chance(0.97)
    ? Array.from({ length: dice.pick([0, 1, 2, 3, 4, 5]) }, one)
    : dice.pick<unknown>([undefined, {}, 'x', Array.from({ length: 101 }, () => ({ method: 'GET', url: 'companies' }))])
  return {
    method: 'POST',
    path: `${world.root}v2.0/$batch`,
    headers: {
      'Content-Type': 'application/json',
      ...(dice.chance(0.5) && { Isolation: 'snapshot' }),
      ...(dice.chance(0.2) && { Prefer: 'odata.continue-on-error' }),
    },
    body: JSON.stringify({ requests }),
  }
}

const parsed = (text: string): unknown => JSON.parse(text) as unknown

function stream(world: World, dice: Dice): Generated {
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
function elsewhere(world: World, dice: Dice): Generated {
  const { root, company } = world
  const api = dice.pick(otherApis)
  const [set] = [...entitySets(api).values()]
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
    root.replace('/Production/', '/Nowhere/') + 'v2.0/companies',
    root.replace(/api\/$/, `ODataV4/Company('x')/y`),
    '/environments/v1.2',
    '/',
    '/v2.0',
    '/nonsense/%E0%A4%A',
    `${root}v2.0/%`,
    `${root}v2.0/companies(${company})/purchaseOrders`,
  ])
  const method = dice.chance(0.7) ? 'GET' : dice.pick(methods)
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

/** Puts one fault into a request: a cut or doubled piece, another method, a body that is none. */
function spoil(request: Generated, dice: Dice): Generated {
  const { path, body = '' } = request
  // The slash that ends the address of the server stays.
  const at = 1 + dice.below(path.length)
  switch (dice.below(6)) {
    case 0:
      return { ...request, path: path.slice(0, at) + path.slice(at + 1 + dice.below(4)) || '/' }
    case 1:
      return {
        ...request,
        path: path.slice(0, at) + dice.pick(["'", '(', ')', '%27', '%00', '$', '/', '//', ';']) + path.slice(at),
      }
    case 2: {
      const method = dice.pick(methods)
      if (!['GET', 'OPTIONS'].includes(method)) return { ...request, method }
      return { method, path, headers: request.headers }
    }
    case 3:
      return request.method === 'GET' ? request : { ...request, body: body.slice(0, dice.below(body.length + 1)) }
    case 4:
      return request.method === 'GET'
        ? request
        : { ...request, body: dice.pick(['', '[]', 'null', '5', '{"a":1e999}', '[['.repeat(200), '{"__proto__":{}}']) }
    default:
      return { ...request, headers: { ...request.headers, 'Data-Access-Intent': 'ReadOnly' } }
  }
}
