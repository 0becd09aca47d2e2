import { fieldOf, type ObjectSchema } from '../../schema.ts'
import { bulkError } from '../bulk-error.ts'
import { formatOf, oneOf } from '../format.ts'
import type { IngestJob, IngestOperation } from '../job.ts'
import type { BulkCall, BulkWorld } from '../world.ts'

const operations: readonly IngestOperation[] = ['insert', 'update', 'upsert', 'delete', 'hardDelete']

/** Objects whose rows cannot be written by the Bulk API, as they hold content or set-up. */
const unsupported = new Set(['ContentVersion', 'ContentDocument', 'ContentDocumentLink', 'Organization', 'Profile'])

function objectOf(name: unknown, call: BulkCall, { schema }: Pick<BulkWorld, 'schema'>): ObjectSchema {
  if (typeof name !== 'string' || name === '') throw bulkError('INVALIDJOB', 'InvalidJob : No object specified')
  const object = schema.object(name)
  if (!object || !call.access.canRead(object.name) || unsupported.has(object.name))
    throw bulkError('INVALIDENTITY', `InvalidEntity : Entity '${name}' is not supported by the Bulk API.`)
  return object
}

/** The key of an upsert; `Id` is one. */
function keyOf(value: unknown, object: ObjectSchema, call: BulkCall): string {
  if (typeof value !== 'string' || value === '')
    throw bulkError(
      'INVALIDJOB',
      `InvalidJob : External ID was blank for ${object.name}. An External ID must be specified for upsert.`,
    )
  const field = fieldOf(object, value)
  const isKey = field !== undefined && (field.name === 'Id' || field.externalId || field.idLookup)
  if (!isKey || !call.access.readableField(object.name, field.name))
    throw bulkError(
      'INVALIDJOB',
      `InvalidJob : Field name provided, ${value} does not match an External ID, Salesforce Id, or indexed field for ${object.name}`,
    )
  return field.name
}

/**
 * `POST /jobs/ingest`. [Bulk API 2.0: Create a Job]
 * @throws ApiError 400 INVALIDJOB, INVALIDENTITY, FEATURENOTENABLED
 */
export function createIngestJob(
  body: Readonly<Record<string, unknown>>,
  call: BulkCall,
  world: Pick<BulkWorld, 'schema' | 'clock' | 'ids' | 'jobs' | 'switches'>,
): IngestJob {
  const operation = oneOf(operations, body.operation, 'operation')
  const object = objectOf(body.object, call, world)
  if (operation === 'hardDelete' && !call.access.has('BulkApiHardDelete'))
    throw bulkError(
      'FEATURENOTENABLED',
      'FeatureNotEnabled : hardDelete is not enabled for your profile or organization',
    )
  const now = world.clock.now()
  const { client, ...actor } = call.actor
  const told = client !== undefined && world.switches.bulkClientInChangeOrigin
  const job: IngestJob = {
    kind: 'ingest',
    id: world.ids.next('750'),
    actor: { ...actor, api: 'bulkapi', ...(told ? { client } : {}) },
    operation,
    object: object.name,
    apiVersion: Number(/v([\d.]+)$/.exec(call.base)?.[1] ?? 67),
    ...formatOf(body),
    ...(operation === 'upsert' ? { externalIdFieldName: keyOf(body.externalIdFieldName, object, call) } : {}),
    ...(typeof body.assignmentRuleId === 'string' ? { assignmentRuleId: body.assignmentRuleId } : {}),
    createdAt: now,
    changedAt: now,
    state: 'Open',
    header: [],
    rows: [],
    numberRecordsProcessed: 0,
    numberRecordsFailed: 0,
    retries: 0,
  }
  world.jobs.add(job)
  return job
}
