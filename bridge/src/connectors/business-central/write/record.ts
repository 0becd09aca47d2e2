import type { Entity } from '../../../engine/entity.ts'
import { Doubtful, Gone, SyncError } from '../../../engine/errors.ts'
import type { Write, Written } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { customer } from '../entities.ts'
import { etagOf, rowsById } from '../read/rows.ts'
import { setOf } from '../sets.ts'
import { recordFrom } from '../wire.ts'
import { differenceOf, propertiesOf, propertiesToRead, withoutBlanks } from './body.ts'
import type { Codes } from './codes.ts'
import { writeDefaultDimensions } from './default-dimensions.ts'
import { dimensionsIn } from './dimension-sets.ts'

interface Services {
  readonly client: Client
  readonly company: CompanyRef
  readonly codes: Codes
}

const result = (
  outcome: 'inserted' | 'modified' | 'unchanged',
  id: string,
  { entity, write, row }: { entity: Entity; write: Write; row: JsonRow },
): Written => {
  const version = etagOf(row)
  // Business Central keeps codes in upper case, cuts and rounds: what it made of our values is told.
  const held = Object.fromEntries(Object.entries(recordFrom(entity, row)).filter(([name]) => name in write.fields))
  return { outcome, id, held, ...(version === undefined ? {} : { version }) }
}

/** Records without lines as they stand there, for all updates of a batch at once. */
export async function presentRecords(
  client: Client,
  entity: Entity,
  company: CompanyRef,
  writes: readonly Write[],
): Promise<ReadonlyMap<string, JsonRow>> {
  const ids = writes.flatMap(({ id }) => (id === undefined ? [] : [id]))
  if (ids.length === 0) return new Map()
  const names = propertiesToRead(
    entity,
    writes.flatMap(({ fields }) => Object.keys(fields)),
  )
  const $select = [...new Set([entity.key, ...names])].join(',')
  const rows = await rowsById(client, entity, company, ids, { $select, $expand: undefined })
  return new Map(rows.map((row) => [textOf(row.id).toLowerCase(), row]))
}

/** Default dimensions stand below a customer; other records have none. */
async function dimensionsOf({ company, codes }: Services, entity: Entity, { fields }: Write) {
  return entity.name === customer.name ? dimensionsIn(company, codes, fields) : []
}

export async function createRecord(services: Services, entity: Entity, write: Write): Promise<Written> {
  const { client, company, codes } = services
  const dimensions = await dimensionsOf(services, entity, write)
  const { body } = await client.send({
    method: 'POST',
    path: inCompany(company, setOf(entity)),
    what: `create a ${entity.label}`,
    creating: true,
    body: await propertiesOf({ entity, company, codes }, withoutBlanks(write.fields)),
  })
  const row = body as JsonRow
  const id = textOf(row.id).toLowerCase()
  try {
    await writeDefaultDimensions(client, company, id, dimensions)
  } catch (error) {
    if (!(error instanceof SyncError)) throw error
    throw new Doubtful(`The ${entity.label} was created, but not finished: ${error.message}`, { cause: error })
  }
  return result('inserted', id, { entity, write, row })
}

/** Only what differs is sent, under the version that it was compared with. */
export async function updateRecord(
  services: Services,
  entity: Entity,
  write: Write & { readonly id: string },
  present: JsonRow | undefined,
): Promise<Written> {
  const { client, company, codes } = services
  const { id, fields } = write
  if (!present) {
    throw new Gone(`The ${entity.label} is no longer in Business Central.`, {
      advice: `Restore the ${entity.label} there, or unlink the record so that a new one is made.`,
    })
  }
  const dimensions = await dimensionsOf(services, entity, write)
  const body = differenceOf(entity, await propertiesOf({ entity, company, codes }, fields), present)
  let row = present
  const changed = Object.keys(body).length > 0
  if (changed) {
    const answer = await client.send({
      method: 'PATCH',
      path: inCompany(company, `${setOf(entity)}(${id})`),
      what: `change a ${entity.label}`,
      headers: { 'if-match': etagOf(present) ?? '*' },
      body,
    })
    row = answer.body as JsonRow
  }
  const moved = await writeDefaultDimensions(client, company, id, dimensions)
  return result(changed || moved ? 'modified' : 'unchanged', id, { entity, write, row })
}
