import type { Sandboxes } from '../../emulators/start.ts'

type Org = Sandboxes['salesforce']
type Result = ReturnType<Org['dml']['insert']>

/**
 * What salespeople do in Salesforce, straight in the sandbox: every rule of the org applies, and change events follow. What
 * the org refuses changes nothing and is undefined or false.
 */
export function salespeople(org: Org) {
  const actor = () => ({
    userId: org.records.all('User').find((user) => user.Username === org.username)?.Id ?? '',
    api: 'rest',
  })
  const idOf = (result: Result): string | undefined => (result.success ? result.id : undefined)
  return {
    insert: (object: string, fields: Record<string, unknown>) => idOf(org.dml.insert(actor(), object, fields)),
    update: (object: string, id: string, fields: Record<string, unknown>) =>
      org.dml.update(actor(), object, id, fields).success,
    remove: (object: string, id: string) => org.dml.delete(actor(), object, id).success,
    restore: (object: string, id: string) => org.dml.undelete(actor(), object, id).success,
    merge: (object: string, master: string, loser: string) => org.dml.merge(actor(), object, master, [loser]).success,
  }
}
