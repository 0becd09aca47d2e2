import { to18 } from '../ids.ts'
import { packageZip } from '../testing/package-zip.ts'
import { samplePackage } from '../testing/sample-package.ts'
import { queryRequests, someSoql, torn } from './generated-queries.ts'
import { rowRequests } from './generated-rows.ts'
import { metadataCalls, setupRequests } from './generated-setup.ts'
import { oddValue, prototypeNames } from './odd-values.ts'
import { asJson, type Generated, type RequestWorld, someFields, someId, someObject } from './request-world.ts'

type Make = (world: RequestWorld) => Generated

const look: Make = (world) => {
  const { chance } = world
  const { name } = someObject(world)
  const at = (): string =>
    encodeURIComponent(chance.pick(['2026-03-01T00:00:00Z', '2026-03-02T10:00:00+00:00', '2020-01-01', 'x', '']))
  const paths = [
    ...['', '/', '/limits', '/sobjects', `/sobjects/${name}`, `/sobjects/${name}/describe`, '/sobjects/Nope/describe'],
    ...[`/sobjects/${name}/updated?start=${at()}&end=${at()}`, `/sobjects/${name}/deleted/?start=${at()}&end=${at()}`],
    ...[
      '/actions',
      '/actions/standard',
      '/recent',
      '/tooling/sobjects',
      '/wave',
      '/nope',
      '/sobjects/Account/describe/layouts',
    ],
    ...[`/ui-api/object-info/${name}`, `/ui-api/records/${someId(world, name)}?fields=${name}.Name`],
    ...[`/ui-api/records/${someId(world, name)}`, `/ui-api/related-list-records/${someId(world, 'Account')}/Contacts`],
  ]
  return asJson(world, 'GET', chance.pick(paths))
}

/** Resources, objects, fields and ids with the names of what every object of JavaScript has. */
const prototypeName: Make = (world) => {
  const { chance } = world
  const word = chance.pick(prototypeNames)
  const path = chance.pick([
    ...[`/${word}`, `/sobjects/${word}`, `/sobjects/${word}/describe`, `/sobjects/Account/${word}`],
    ...[`/sobjects/Account/${word}/x`, `/composite/${word}`, `/composite/tree/${word}`, `/jobs/${word}`],
    ...[`/ui-api/object-info/${word}`, `/ui-api/${word}`, `/tooling/sobjects/${word}`, `/actions/standard/${word}`],
    ...[`/query?q=SELECT+${word}+FROM+Account`, `/query?q=SELECT+Id+FROM+${word}`, `/query/${word}`],
    ...[`/query?q=SELECT+${word}(Id)+FROM+Account`, `/query?q=SELECT+Id,${word}.Id+FROM+Account`],
  ])
  const method = chance.pick(['GET', 'GET', 'POST', 'PATCH', 'DELETE'])
  return asJson(world, method, path, method === 'GET' ? undefined : Object.fromEntries([[word, word]]))
}

const action: Make = (world) => {
  const input = {
    customNotifTypeId: world.chance.chance(0.7) ? someId(world, 'CustomNotificationType') : oddValue(world.chance),
    recipientIds: world.chance.chance(0.7) ? [someId(world, 'User')] : oddValue(world.chance),
    title: world.chance.chance(0.8) ? 'Hello' : oddValue(world.chance),
    body: 'There',
    targetId: someId(world, 'Account'),
  }
  const inputs = world.chance.chance(0.9) ? [input] : oddValue(world.chance)
  return asJson(world, 'POST', '/actions/standard/customNotificationAction', { inputs })
}

/** Rows and queries as parts of another request: only those with a JSON body or none fit. */
function part(world: RequestWorld): { method: string; url: string; body: unknown } {
  const { chance } = world
  const { method, path, body } = chance.pick([...rowRequests, ...queryRequests])(world)
  const json = typeof body === 'string' ? (JSON.parse(body) as unknown) : undefined
  return { method: chance.chance(0.02) ? 'BREW' : method, url: chance.chance(0.03) ? '/nowhere' : path, body: json }
}

const partHeaders = (chance: RequestWorld['chance']): readonly unknown[] => [
  { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' },
  { 'Sforce-Query-Options': 'batchSize=200' },
  ...[{ Authorization: 'Bearer x' }, { 'If-Match': 'x' }, { 'a b': 'c' }, { x: '\u0000' }, { x: 'é𝄞' }],
  { x: oddValue(chance) },
  oddValue(chance),
]

function parts(world: RequestWorld): unknown[] {
  const { chance } = world
  const many = chance.chance(0.02) ? 26 : chance.below(5)
  return Array.from({ length: many }, (_unused, index) => {
    const { method, url, body } = part(world)
    const httpHeaders = chance.chance(0.9) ? {} : { httpHeaders: chance.pick(partHeaders(chance)) }
    const made = { method, url, body, ...httpHeaders, referenceId: chance.chance(0.97) ? `r${index}` : 'r0' }
    if (index === 0 || chance.chance(0.6)) return chance.chance(0.02) ? oddValue(chance) : made
    const reference = `@{r${index - 1}.${chance.pick(['id', 'records[0].Id', 'nope', 'Name'])}}`
    return chance.chance(0.5)
      ? { ...made, method: 'PATCH', url: `${world.base}/sobjects/Account/${reference}`, body: { Site: 'here' } }
      : {
          ...made,
          method: 'POST',
          url: `${world.base}/sobjects/Contact`,
          body: { LastName: 'x', AccountId: reference },
        }
  })
}

const composite: Make = (world) =>
  asJson(world, 'POST', '/composite', {
    allOrNone: world.chance.chance(0.5),
    compositeRequest: world.chance.chance(0.97) ? parts(world) : oddValue(world.chance),
  })

const batch: Make = (world) => {
  const batchRequests = Array.from({ length: world.chance.below(5) }, () => {
    const { method, url, body } = part(world)
    return { method, url: url.replace('/services/data/', ''), richInput: body }
  })
  return asJson(world, 'POST', '/composite/batch', { batchRequests, haltOnError: world.chance.chance(0.3) })
}

const graph: Make = (world) => {
  const graphs = [0, 1].map((n) => ({ graphId: `g${n}`, compositeRequest: parts(world) }))
  return asJson(world, 'POST', '/composite/graph', {
    graphs: world.chance.chance(0.95) ? graphs : oddValue(world.chance),
  })
}

const tree: Make = (world) => {
  const records = ['a', 'b'].map((referenceId) => ({
    attributes: { type: 'Account', referenceId },
    ...someFields(world, someObject(world), false),
    Name: referenceId,
    Contacts: { records: [{ attributes: { type: 'Contact', referenceId: `${referenceId}c` }, LastName: 'x' }] },
  }))
  return asJson(world, 'POST', '/composite/tree/Account', { records })
}

const bulk: Make = (world) => {
  const { chance } = world
  const id = chance.pick([...['1', '2', '3', '9'].map((n) => to18(`750Em000000000${n}`) ?? ''), 'nope'])
  const text = `Name,Key__c\nv1,${chance.below(40)}\n"v""2",#N/A\n`
  const csv = (): Generated => ({
    ...asJson(world, 'PUT', `/jobs/ingest/${id}/batches`, undefined, { 'content-type': 'text/csv' }),
    body: chance.chance(0.7) ? text : torn(text, world),
  })
  const job = {
    object: 'Account',
    operation: chance.pick(['insert', 'upsert', 'brew']),
    contentType: 'CSV',
    lineEnding: 'LF',
  }
  return chance.pick([
    () => asJson(world, 'POST', '/jobs/ingest', { ...job, externalIdFieldName: 'Key__c' }),
    csv,
    () => asJson(world, 'PATCH', `/jobs/ingest/${id}`, { state: chance.pick(['UploadComplete', 'Aborted', 'x']) }),
    () =>
      asJson(
        world,
        'GET',
        `/jobs/ingest/${id}${chance.pick(['', '/successfulResults', '/failedResults', '/unprocessedrecords'])}`,
      ),
    () => asJson(world, 'POST', '/jobs/query', { operation: 'query', query: someSoql(world) }),
    () => asJson(world, 'GET', `/jobs/query/${id}/results?maxRecords=${chance.pick(['2', 'x', '-1'])}`),
    () => asJson(world, 'GET', `/jobs/query/${id}/resultPages?locator=${chance.pick(['', 'x', 'MA%3D%3D'])}`),
    () => asJson(world, 'DELETE', `/jobs/${chance.pick(['ingest', 'query'])}/${id}`),
  ])()
}

const oauth: Make = (world) => {
  const { chance } = world
  const body = chance.pick([
    'grant_type=client_credentials&client_id=x&client_secret=y',
    'grant_type=password',
    '',
    '%',
    'grant_type=refresh_token&refresh_token=x',
  ])
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return chance.pick([
    { method: 'POST', path: '/services/oauth2/token', headers, body },
    {
      method: 'GET',
      path: '/services/oauth2/userinfo',
      headers: { authorization: `Bearer ${chance.pick(world.tokens)}` },
    },
    { method: 'POST', path: '/services/oauth2/nope', headers, body },
  ])
}

/** A zip with a broken file, a broken zip, or a good one that only is checked. */
function someZip(world: RequestWorld): Uint8Array<ArrayBuffer> {
  const { chance } = world
  const name = chance.pick(Object.keys(samplePackage))
  const files = { ...samplePackage, [name]: torn(samplePackage[name] ?? '', world) }
  const zip = Uint8Array.from(packageZip(files))
  if (chance.chance(0.4)) return zip.slice(0, chance.below(zip.length))
  if (chance.chance(0.3)) zip[chance.below(zip.length)] = chance.below(256)
  return zip
}

const deploy: Make = (world) => {
  const { chance, tokens } = world
  const odd = chance.chance(0.1)
    ? { [chance.pick(['testLevel', 'ignoreWarnings', 'performRetrieve', 'x', '__proto__'])]: oddValue(chance) }
    : {}
  const options = { deployOptions: { rollbackOnError: true, ...odd, checkOnly: true } }
  const form = new FormData()
  form.append('file', new Blob([someZip(world)], { type: 'application/zip' }), 'package.xml')
  form.append(
    'entity_content',
    new Blob([chance.chance(0.9) ? JSON.stringify(options) : '{'], { type: 'application/json' }),
  )
  const path = `${world.base}/metadata/deployRequest`
  const headers = { authorization: `Bearer ${tokens[0] ?? ''}` }
  return chance.chance(0.7)
    ? { method: 'POST', path, headers, body: form }
    : { method: 'GET', path: `${path}/${to18(`0AfEm000000000${chance.below(10)}`) ?? ''}?includeDetails=true`, headers }
}

const soap: Make = (world) => {
  const { chance, tokens } = world
  const zip = Buffer.from(someZip(world)).toString('base64')
  const call = chance.pick([
    `<deploy><ZipFile>${zip}</ZipFile><DeployOptions><checkOnly>true</checkOnly></DeployOptions></deploy>`,
    '<checkDeployStatus><asyncProcessId>0AfEm0000000001AAA</asyncProcessId></checkDeployStatus>',
    '<describeMetadata><asOfVersion>67.0</asOfVersion></describeMetadata>',
    '<listMetadata><queries><type>CustomObject</type></queries></listMetadata>',
    '<brew/>',
    `<${chance.pick(prototypeNames)}/>`,
    ...metadataCalls(world),
  ])
  const text = `<?xml version="1.0"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header><SessionHeader xmlns="http://soap.sforce.com/2006/04/metadata"><sessionId>${chance.pick([...tokens, tokens[0] ?? ''])}</sessionId></SessionHeader></env:Header><env:Body>${call}</env:Body></env:Envelope>`
  const body = chance.chance(0.7) ? text : torn(text, world)
  return {
    method: 'POST',
    path: '/services/Soap/m/67.0',
    headers: { 'content-type': 'text/xml', soapaction: '""' },
    body,
  }
}

/** Everything else than rows and queries; deploys are dear and so are rare. */
export const otherRequests: readonly Make[] = [
  ...[
    look,
    look,
    look,
    look,
    prototypeName,
    action,
    composite,
    composite,
    composite,
    batch,
    batch,
    graph,
    tree,
    bulk,
    bulk,
    oauth,
  ],
]
export const deployRequests: readonly Make[] = [deploy, deploy, soap, soap, ...setupRequests(someZip)]

const types = [
  'text/plain',
  'application/xml',
  'application/json; charset=latin1',
  '',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
]

/** Now and then the request itself is damaged: method, path, headers, body. */
export function damaged(request: Generated, world: RequestWorld): Generated {
  const { chance } = world
  const { headers, body } = request
  return chance.pick<() => Generated>([
    () => ({ ...request, method: chance.pick(['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD', 'OPTIONS']) }),
    () => ({ ...request, path: `/${torn(request.path.slice(1), world).replace(/[\s\u0000#\\]/g, '')}` }),
    () => ({ ...request, path: request.path.replace('v67.0', chance.pick(['v30.0', 'v99.0', 'v50.0', 'x', 'v67'])) }),
    () => ({ ...request, headers: { ...headers, 'content-type': chance.pick(types) } }),
    () => ({
      ...request,
      headers: { ...headers, authorization: chance.pick(['', 'Bearer', 'Basic eDp5', 'Bearer x']) },
    }),
    () => (typeof body === 'string' ? { ...request, body: torn(body, world) } : request),
    () => ({ ...request, path: `${request.path}${request.path.includes('?') ? '&' : '?'}_HttpMethod=PATCH` }),
  ])()
}

export function generate(world: RequestWorld): Generated {
  const { chance } = world
  const throwOf = chance.below(100)
  const kind = throwOf < 52 ? rowRequests : throwOf < 74 ? queryRequests : throwOf < 96 ? otherRequests : deployRequests
  const request = chance.pick(kind)(world)
  return chance.chance(0.12) ? damaged(request, world) : request
}
