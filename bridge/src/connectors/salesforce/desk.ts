import type { Desk } from '../../engine/desk-ports.ts'
import type { EngineLog } from '../../engine/log.ts'
import type { Client } from './client.ts'
import { command, reportCommands, unfinishedCommands } from './commands.ts'
import { createIssueRecords } from './issue-records.ts'

/** `BC_Command__c` and `BC_Issue__c`: where people ask things of the bridge and see what needs them. */
export function createDesk(client: Client, log: EngineLog): Desk {
  return {
    commands: command,
    unfinished: () => unfinishedCommands(client),
    report: (reports) => reportCommands(client, log, reports),
    ...createIssueRecords(client, log),
  }
}
