import type { Entity } from '../../bridge/src/engine/entity.ts'
import type { Change } from '../../bridge/src/engine/ports.ts'
import type { TestSystem } from './start-system.ts'

/** An object of Salesforce, as change events name it. */
export const inSalesforce = (name: string): Change['entity'] => ({ system: 'salesforce', name })

/**
 * The bridge hears of one record, as by a change event or a webhook, and works.
 *
 * @param of what the signal says besides (default: an update, in a system that has no companies)
 */
export async function hear(
  { system }: Pick<TestSystem, 'system'>,
  { system: where, name, apart }: Pick<Entity, 'system' | 'name' | 'apart'>,
  id: string,
  of: Partial<Pick<Change, 'company' | 'kind'>> = {},
): Promise<void> {
  const entity = { system: where, name, ...(apart !== undefined && { apart }) }
  await system.sink.accept([{ entity, company: '', id, kind: 'updated', ...of, echo: false }])
  await system.worker.drain()
}
