import type { Flow } from '../engine/define-flow.ts'
import { Rejected } from '../engine/errors.ts'
import type { SourceRecord } from '../engine/records.ts'
import type { Office } from './office.ts'
import type { Partner } from './partners.ts'
import { postingFlow } from './posting.ts'

/** A document that is to be posted, as it stands now, and the flow that shows it to people. */
export interface Draft {
  readonly flow: Flow
  readonly record: SourceRecord
}

/**
 * @returns undefined when no flow shows such documents
 * @throws Rejected when it is gone
 */
export async function draftOf(
  office: Pick<Office, 'flows' | 'connectors'>,
  { entity, company, id }: Pick<Partner, 'entity' | 'company' | 'id'>,
): Promise<Draft | undefined> {
  const flow = postingFlow(office, entity)
  const reader = office.connectors.find(({ system }) => system === entity.system)?.reader
  if (!flow || !reader) return undefined
  const record = (await reader.read(flow.source, company, [id], flow.reads)).get(id)
  if (!record)
    throw new Rejected('The draft is not there any more.', { advice: 'Refresh the account to see how it stands.' })
  return { flow, record }
}
