import type { ObjectSchema } from '../schema.ts'
import { oddValue, valueFor } from './odd-values.ts'
import { asJson, type Generated, idOf, type RequestWorld, someFields, someId, someObject } from './request-world.ts'

type Make = (world: RequestWorld) => Generated

const create: Make = (world) => {
  const object = someObject(world)
  const headers = world.chance.chance(0.1) ? { 'sforce-duplicate-rule-header': 'allowSave=true' } : {}
  return asJson(world, 'POST', `/sobjects/${object.name}`, someFields(world, object, false), headers)
}

const update: Make = (world) => {
  const object = someObject(world)
  return asJson(
    world,
    'PATCH',
    `/sobjects/${object.name}/${someId(world, object.name)}`,
    someFields(world, object, true),
  )
}

const remove: Make = (world) => {
  const object = someObject(world)
  return asJson(world, 'DELETE', `/sobjects/${object.name}/${someId(world, object.name)}`)
}

const read: Make = (world) => {
  const object = someObject(world)
  const names = object.fields.filter(() => world.chance.chance(0.2)).map((field) => field.name)
  const fields = world.chance.chance(0.4)
    ? `?fields=${[...names, ...(world.chance.chance(0.1) ? ['Nope'] : [])].join(',')}`
    : ''
  return asJson(world, 'GET', `/sobjects/${object.name}/${someId(world, object.name)}${fields}`)
}

/** A field that upserts may use, or one that they may not. */
function someKey({ chance }: RequestWorld, object: ObjectSchema): string {
  const keys = object.fields.filter((field) => field.externalId || field.idLookup)
  return keys.length === 0 || chance.chance(0.05) ? chance.pick(object.fields).name : chance.pick(keys).name
}

function keyValue(world: RequestWorld, object: ObjectSchema, name: string): unknown {
  const field = object.fields.find((one) => one.name === name)
  return field ? valueFor(field, world.chance, (target) => idOf(world, target)) : oddValue(world.chance)
}

const byKey: Make = (world) => {
  const object = someObject(world)
  const key = someKey(world, object)
  const value = encodeURIComponent(String(keyValue(world, object, key)))
  const method = world.chance.pick(['GET', 'PATCH', 'PATCH', 'PATCH', 'DELETE'])
  const query = world.chance.chance(0.1) ? '?updateOnly=true' : ''
  const given = Object.entries(someFields(world, object, world.chance.chance(0.5)))
  const fields = Object.fromEntries(given.filter(([name]) => name !== key))
  return asJson(
    world,
    method,
    `/sobjects/${object.name}/${key}/${value}${query}`,
    method === 'PATCH' ? fields : undefined,
  )
}

const collection: Make = (world) => {
  const { chance } = world
  const object = someObject(world)
  const many = chance.chance(0.02) ? 201 : chance.below(8)
  const kind = chance.pick(['create', 'update', 'upsert', 'delete', 'read'] as const)
  const rows = Array.from({ length: many }, () => someFields(world, object, kind === 'update'))
  const ids = rows.map(() => someId(world, object.name))
  const allOrNone = chance.pick([true, false, undefined, 'yes'])
  const attributes = { type: chance.chance(0.03) ? oddValue(chance) : object.name }
  const path = '/composite/sobjects'
  switch (kind) {
    case 'create':
      return asJson(world, 'POST', path, { allOrNone, records: rows.map((row) => ({ attributes, ...row })) })
    case 'update':
      return asJson(world, 'PATCH', path, {
        allOrNone,
        records: rows.map((row, index) => ({ attributes, id: ids[index], ...row })),
      })
    case 'upsert': {
      const key = someKey(world, object)
      const records = rows.map((row) => ({ attributes, ...row, [key]: keyValue(world, object, key) }))
      return asJson(world, 'PATCH', `${path}/${object.name}/${key}`, { allOrNone, records })
    }
    case 'delete':
      return asJson(world, 'DELETE', `${path}?ids=${ids.join(',')}&allOrNone=${String(allOrNone)}`)
    case 'read': {
      const fields = chance.chance(0.9) ? ['Id', 'CreatedDate'] : oddValue(chance)
      return asJson(world, 'POST', `${path}/${object.name}`, { ids, fields })
    }
  }
}

const nested: Make = (world) => {
  const { chance } = world
  const reference = chance.pick([
    { Key__c: `v${chance.below(40)}` },
    { Name: 'x' },
    {},
    { Key__c: null },
    { attributes: { type: 'Account' }, Key__c: 'v1' },
  ])
  return asJson(world, 'POST', '/sobjects/Bill__c', {
    Name: 'n',
    Account__r: chance.chance(0.1) ? oddValue(chance) : reference,
  })
}

const file: Make = (world) => {
  const { chance } = world
  const fields: Record<string, unknown> = { PathOnClient: 'a.txt' }
  if (chance.chance(0.3)) fields.FirstPublishLocationId = someId(world, 'Account')
  if (chance.chance(0.2)) fields.ContentDocumentId = someId(world, 'ContentDocument')
  if (chance.chance(0.5))
    return asJson(world, 'GET', `/sobjects/ContentVersion/${someId(world, 'ContentVersion')}/VersionData`)
  const form = new FormData()
  form.append('entity_content', new Blob([JSON.stringify(fields)], { type: 'application/json' }))
  if (chance.chance(0.9)) form.append('VersionData', new Blob(['x'.repeat(chance.below(50))]), 'a.txt')
  const { headers, ...made } = asJson(world, 'POST', '/sobjects/ContentVersion')
  return { ...made, headers: { authorization: headers.authorization ?? '' }, body: form }
}

/** Requests for rows, one or many; the more often one stands here, the more often it is made. */
export const rowRequests: readonly Make[] = [
  ...[create, create, create, update, update, remove, read, read, byKey, byKey, collection, collection, collection],
  ...[nested, file],
]
