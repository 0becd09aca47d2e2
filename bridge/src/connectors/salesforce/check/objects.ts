import type { Check } from '../../../engine/ports.ts'
import type { Described, Describes } from '../describe.ts'
import { permissionSet } from '../settings.ts'
import { failed } from './failed.ts'
import type { Need } from './needs.ts'

const assign = `Deploy the package to this org (npm run deploy) and assign the permission set ${permissionSet} to the bridge's run-as user.`

/** One line per object: whether it, and each field, is there with the access that the bridge needs. */
export async function checkObject(describes: Pick<Describes, 'of'>, need: Need): Promise<Check> {
  const name = `Salesforce object ${need.entity.name}`
  try {
    const described = await describes.of(need.entity.name)
    const missing = [...missingAccess(need, described), ...(await missingBeyond(describes, need, described))]
    if (missing.length === 0) return { name, ok: true, detail: 'all fields with the needed access' }
    return { name, ok: false, detail: missing.join('; '), advice: assign }
  } catch (error) {
    return failed(name, error)
  }
}

/** What is missing of the records that ours name: `Pricebook2.BC_Company__c is missing or hidden`. */
async function missingBeyond(
  describes: Pick<Describes, 'of'>,
  { entity }: Need,
  { fields }: Described,
): Promise<readonly string[]> {
  const missing: string[] = []
  for (const { path, ifPresent = false } of Object.values(entity.fields)) {
    if (path === undefined || ifPresent) continue
    const [relation = '', name = ''] = path.split('.')
    const reference = [...fields.values()].find(({ relationshipName }) => relationshipName === relation)
    const [object] = reference?.referenceTo ?? []
    const found = object !== undefined && (await describes.of(object)).fields.has(name)
    if (!found) missing.push(`${path} is missing or hidden`)
  }
  return missing
}

/** What is missing of the object itself, in words: `BC_Number__c is missing or hidden`. */
function missingAccess(need: Need, described: Described): readonly string[] {
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
