import type { Access } from '../context.ts'
import type { Row } from '../records.ts'
import { type Answer, badRequest, type Call } from '../rest/call.ts'
import { parse } from '../soql/parse.ts'
import { runQuery } from '../soql/run.ts'
import { devHubObjects } from './objects.ts'
import { showPublished, unlocked } from './subscriber-version.ts'
import type { ToolingWorld } from './world.ts'

const yes = (): boolean => true

/** Who may call the Tooling API sees all of its rows. */
const everything: Access = {
  userId: '',
  canRead: yes,
  canCreate: yes,
  canEdit: yes,
  canDelete: yes,
  canViewAll: yes,
  readableField: yes,
  editableField: yes,
  has: yes,
  readable: yes,
}

/**
 * `GET /tooling/query?q=`. [Tooling API: REST Resources]
 * @throws ApiError 400 INVALID_TYPE for objects that this org does not have, INSTALL_KEY_REQUIRED, INSTALL_KEY_INVALID
 */
export function toolingQuery(call: Call, world: ToolingWorld): Answer {
  const soql = call.query.get('q')
  if (soql === null) throw badRequest('MALFORMED_QUERY', 'A query string has to be specified')
  const statement = parse(soql)
  const name = statement.query.sObject ?? ''
  if (!world.switches.devHub && devHubObjects.has(name.toLowerCase()))
    throw badRequest('INVALID_TYPE', `sObject type '${name}' is not supported.`)
  showPublished(world)
  const { store } = world.tables
  const rowsOf = (object: string): readonly Row[] =>
    object === 'SubscriberPackageVersion' ? unlocked(store.all(object), soql, world) : store.all(object)
  const queryWorld = { records: store, access: everything, now: world.clock.now(), text: soql }
  const { records, totalSize } = runQuery(statement, { world: queryWorld, base: `${call.base}/tooling`, rowsOf })
  return {
    status: 200,
    body: { size: records.length, totalSize, done: true, queryLocator: null, entityTypeName: name, records },
  }
}
