import type { Clock } from '../../engine/clock.ts'
import type { Desk } from '../../engine/desk-ports.ts'
import type { EngineLog } from '../../engine/log.ts'
import type { Reader } from '../../engine/ports.ts'
import type { Client } from './client.ts'
import { command, reportCommands, unfinishedCommands } from './commands.ts'
import { createCompare } from './compare.ts'
import type { Describes } from './describe.ts'
import { createIssueRecords } from './issue-records.ts'
import { createLead } from './lead.ts'

/** `BC_Command__c` and `BC_Issue__c`: where people ask things of the bridge and see what needs them. */
export function createDesk(services: {
  readonly client: Client
  readonly describes: Describes
  readonly reader: Pick<Reader, 'read'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: EngineLog
}): Desk {
  const { client, log } = services
  return {
    commands: command,
    unfinished: () => unfinishedCommands(client),
    report: (reports) => reportCommands(client, log, reports),
    ...createIssueRecords(client, log),
    compare: createCompare(services),
    lead: createLead(services),
  }
}
