import { entitySet } from '../emulators/business-central/entities.ts'
import type { SandboxCompany } from '../emulators/business-central/index.ts'
import { pageOf } from '../emulators/business-central/pages/index.ts'
import { resolveReferences } from '../emulators/business-central/pages/resolve-references.ts'
import { defaultSwitches } from '../emulators/business-central/switches.ts'
import type { Row } from '../emulators/business-central/tables.ts'

/**
 * Makes a row as its page makes it for a person: the rules of the page apply, and what follows from it follows.
 *
 * @throws BusinessError when Business Central refuses it
 */
export function makeRow(company: SandboxCompany, set: string, values: Record<string, unknown>): Row {
  const context = { company, switches: defaultSwitches }
  const described = entitySet(set)
  const page = pageOf(described)
  const made = page.create?.(context, described, resolveReferences(context, described, values))
  if (!made) throw new Error(`${set} cannot be made`)
  page.created?.(context, made)
  return made
}
