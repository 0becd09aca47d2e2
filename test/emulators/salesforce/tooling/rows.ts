import { notSupported } from '../context.ts'
import { jsonField } from '../json-value.ts'
import type { Row } from '../records.ts'
import { type Answer, badRequest, bodyOf, type Call, notFound } from '../rest/call.ts'
import type { ObjectSchema } from '../schema.ts'
import { changeVersion } from './change-version.ts'
import { createVersion } from './create-version.ts'
import { install } from './install.ts'
import { devHubObjects } from './objects.ts'
import { createPackage } from './package.ts'
import { showPublished } from './subscriber-version.ts'
import { uninstall } from './uninstall.ts'
import type { ToolingWorld } from './world.ts'

/** The object in the path; one that only a Dev Hub has is not there in other orgs. */
function objectOf(call: Call, world: ToolingWorld): ObjectSchema {
  const name = call.params.object ?? ''
  const object = world.tables.schema.object(name)
  if (!object || (devHubObjects.has(name.toLowerCase()) && !world.switches.devHub)) throw notFound()
  return object
}

function rowOf(call: Call, object: ObjectSchema, world: ToolingWorld): Row {
  showPublished(world)
  const id = call.params.id ?? ''
  const row = world.tables.store.all(object.name).find((one) => one.Id === id || one.Id.slice(0, 15) === id)
  if (!row) throw notFound()
  return row
}

const makers: Readonly<
  Record<string, (fields: Record<string, unknown>, actor: Call['actor'], world: ToolingWorld) => Row>
> = {
  Package2: createPackage,
  Package2VersionCreateRequest: createVersion,
  PackageInstallRequest: install,
  SubscriberPackageVersionUninstallRequest: uninstall,
}

/** `POST /tooling/sobjects/{S}` → 201. */
export function createToolingRow(call: Call, world: ToolingWorld): Answer {
  const object = objectOf(call, world)
  const make = makers[object.name]
  if (!make) throw notSupported(`Making a ${object.name} through the Tooling API`)
  const { Id } = make(bodyOf(call), call.actor, world)
  const location = `${call.base}/tooling/sobjects/${object.name}/${Id}`
  return { status: 201, body: { id: Id, success: true, errors: [], warnings: [], infos: [] }, headers: { location } }
}

/** `GET /tooling/sobjects/{S}/{id}`. */
export function readToolingRow(call: Call, world: ToolingWorld): Answer {
  const object = objectOf(call, world)
  const row = rowOf(call, object, world)
  const attributes = { type: object.name, url: `${call.base}/tooling/sobjects/${object.name}/${row.Id}` }
  const fields = object.fields.map((field) => [field.name, jsonField(row, field, `${call.base}/tooling`)] as const)
  return { status: 200, body: { attributes, ...Object.fromEntries(fields) } }
}

/** `PATCH /tooling/sobjects/{S}/{id}` → 204: package versions, and the texts of packages. */
export function changeToolingRow(call: Call, world: ToolingWorld): Answer {
  const object = objectOf(call, world)
  const row = rowOf(call, object, world)
  const fields = bodyOf(call)
  if (object.name === 'Package2Version') changeVersion(row, fields, call.actor, world)
  else if (object.name === 'Package2') {
    const changes = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'Id'))
    const texts = [
      'Name',
      'Description',
      'PackageErrorUsername',
      'IsDeprecated',
      'RecommendedVersionId',
      'AppAnalyticsEnabled',
    ]
    const locked = Object.keys(changes).filter((name) => !texts.includes(name))
    if (locked.length > 0)
      throw badRequest(
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        `Unable to create/update fields: ${locked.join(', ')}.`,
        locked,
      )
    world.tables.change(call.actor, 'Package2', row.Id, changes)
  } else throw notSupported(`Changing a ${object.name} through the Tooling API`)
  return { status: 204 }
}
