import type { Command } from '../engine/desk-ports.ts'
import { Rejected } from '../engine/errors.ts'
import type { JobKey } from '../engine/store.ts'
import { identityOf, type EntityRef } from '../mapping/index.ts'
import type { Office } from './office.ts'
import { partnersOf } from './partners.ts'

/**
 * Reads everything that people see of an account from the other system now: the customer (its figures get a new stamp even
 * when they are the same), its documents and payments, those included that nobody has told of yet.
 */
export async function refreshAccount(office: Office, { record }: Command): Promise<string> {
  const { store, flows, connectors } = office
  if (record === undefined)
    throw new Rejected('The command names no account.', { advice: 'Give the id of the account as the record id.' })
  const partners = await partnersOf(office, record)
  if (partners.length === 0) {
    throw new Rejected('The account is not linked to any customer.', {
      advice: 'Look at its sync status: it says why. Once it is linked, its figures come by themselves.',
    })
  }
  const from = (entity: EntityRef, company: string, id: string): JobKey[] =>
    flows()
      .filter((flow) => {
        const source = identityOf(flow.source)
        return flow.state !== 'off' && source.system === entity.system && source.name === entity.name
      })
      .map((flow) => ({ flow: flow.name, company, record: id }))
  const own: JobKey[] = []
  const below: JobKey[] = []
  let documents = 0
  for (const { company, entity, id } of partners) {
    own.push(...from(entity, company.id, id))
    const connector = connectors.find(({ system }) => system === entity.system)
    const found = (await connector?.below?.(entity, company, id)) ?? []
    documents += found.length
    below.push(...found.flatMap((each) => from(each.entity, company.id, each.id)))
  }
  await store.transaction(async (tables) => {
    await tables.written.distrust(own)
    await tables.jobs.put([...own, ...below])
  })
  return `The customer and ${documents} documents and payments are read again now.`
}
