import type { Check } from '../../../engine/ports.ts'
import type { Client } from '../client.ts'
import { describe, type Described } from '../describe.ts'
import { permissionSet } from '../settings.ts'
import { failed } from './failed.ts'
import type { Need } from './needs.ts'

const assign = `Deploy the package to this org (npm run deploy) and assign the permission set ${permissionSet} to the bridge's run-as user.`

/** One line per object: whether it, and each field, is there with the access that the bridge needs. */
export async function checkObject(client: Client, need: Need): Promise<Check> {
  const name = `Salesforce object ${need.entity.name}`
  try {
    const missing = missingAccess(need, await describe(client, need.entity.name))
    if (missing.length === 0) return { name, ok: true, detail: 'all fields with the needed access' }
    return { name, ok: false, detail: missing.join('; '), advice: assign }
  } catch (error) {
    return failed(name, error)
  }
}

/** What is missing, in words: `BC_Number__c is missing or hidden`. */
export function missingAccess(need: Need, described: Described): readonly string[] {
  const missing: string[] = []
  if (!described.queryable) missing.push('may not be read')
  if (need.creates && !described.createable) missing.push('records may not be created')
  if ((need.creates || Object.keys(need.entity.fields).some(need.writes)) && !described.updateable) {
    missing.push('records may not be edited')
  }
  for (const [name, field] of Object.entries(need.entity.fields)) {
    if (field.kind === 'lines' || field.path !== undefined || field.ifPresent === true) continue
    const found = described.fields.get(name)
    if (found === undefined) missing.push(`${name} is missing or hidden`)
    else if (
      name !== need.entity.key &&
      need.writes(name) &&
      !found.updateable &&
      !(need.creates && found.createable)
    ) {
      missing.push(`${name} may not be written`)
    }
  }
  return missing
}
