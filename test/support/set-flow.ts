import { change } from './sell.ts'
import type { TestSystem } from './start-system.ts'

/**
 * What an admin sets of a flow in the Setup tab, obeyed from now on; the bridge has announced its flows before.
 *
 * @throws Error when the org has no such flow, or refuses the values
 */
export async function setFlow(
  { sandboxes, system }: Pick<TestSystem, 'sandboxes' | 'system'>,
  flow: string,
  fields: Record<string, unknown>,
): Promise<void> {
  const row = sandboxes.salesforce.records.all('BC_Flow__c').find((each) => each.BC_Key__c === flow)
  if (!row) throw new Error(`The Setup tab shows no flow ${flow}.`)
  change(sandboxes, 'BC_Flow__c', row.Id, fields)
  await system.catalogue.refresh()
}
