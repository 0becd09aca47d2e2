import { identityOf } from '../mapping/index.ts'
import type { Flow } from '../engine/define-flow.ts'
import type { Entity } from '../engine/entity.ts'
import type { Problem } from './document.ts'
import { nearestName, type Schemas } from './live-schema.ts'

/** Fields that a system does not have, or hides from us. */
function missing(
  { flow, at, what }: { flow: string; at: string; what: string },
  entity: Entity,
  names: readonly string[],
  schemas: Schemas,
): Problem[] {
  const schema = schemas(entity)
  if (!schema) return []
  return names
    .filter((name) => {
      const field = entity.fields[name]
      // A parent's field is described with the parent; one that may be missing is read as empty.
      const elsewhere = field?.kind === 'lines' || field?.path !== undefined || field?.ifPresent === true
      return !elsewhere && !schema.fields.has(name)
    })
    .map((name) => ({
      flow,
      rule: at === '' ? name : `${at}.${name}`,
      reason: `${what} ${name}, which ${identityOf(entity).name} does not have, or which is hidden from the bridge.`,
      nearest: nearestName(schema.fields.keys(), name),
    }))
}

/** Whether every field that a flow reads and writes exists, in the systems as they are. */
export function checkFlow(flow: Flow, schemas: Schemas): readonly Problem[] {
  const lines = Object.entries(flow.map).flatMap(([field, rule]) => (rule.lines ? [{ field, of: rule.lines }] : []))
  const isOfLines = (name: string) => lines.some(({ of }) => name === of.name || name.startsWith(`${of.name}.`))
  const own = missing(
    { flow: flow.name, at: '', what: 'It reads' },
    flow.source,
    flow.reads.filter((name) => !isOfLines(name)),
    schemas,
  )
  const written = missing({ flow: flow.name, at: 'map', what: 'It fills' }, flow.target, Object.keys(flow.map), schemas)
  const ofLines = lines.flatMap(({ field, of }) => {
    const source = flow.source.fields[of.name]?.lines
    const target = flow.target.fields[field]?.lines
    const at = { flow: flow.name, at: `lines.${field}` }
    return [
      ...(source
        ? missing(
            { ...at, what: 'It reads' },
            source,
            [...new Set(Object.values(of.map).flatMap((rule) => rule.reads))],
            schemas,
          )
        : []),
      ...(target ? missing({ ...at, what: 'It fills' }, target, Object.keys(of.map), schemas) : []),
    ]
  })
  return [...own, ...written, ...ofLines]
}
