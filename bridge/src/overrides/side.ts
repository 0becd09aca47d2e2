import type { Entity, Field } from '../engine/entity.ts'
import type { LiveField, LiveSchema } from '../engine/ports.ts'
import type { Problem } from './document.ts'
import { declared, nearestName, type Schemas } from './live-schema.ts'

/** One side of a mapping: what the flow declares of it, and what the system says it has. */
export interface Side {
  readonly entity: Entity
  readonly schema: LiveSchema | undefined
  /** Fields that overrides have brought in. */
  readonly more: Map<string, Field>
  /** Its lines, by the field that holds them. */
  readonly lines: ReadonlyMap<string, Side>
}

/** The rules of one flow, or of one kind of its lines, while they are being changed. */
export interface Mapping {
  readonly flow: string
  /** `map`, `lines.salesOrderLines`. */
  readonly at: string
  readonly source: Side
  readonly target: Side
  readonly problems: Problem[]
}

export function side(entity: Entity, schemas: Schemas): Side {
  const lines = Object.entries(entity.fields).flatMap(([name, field]): [string, Side][] =>
    field.lines ? [[name, side(field.lines, schemas)]] : [],
  )
  return { entity, schema: schemas(entity), more: new Map(), lines: new Map(lines) }
}

/** A field by its name, as the system has it or as the entity declares it. */
export function fieldNamed(
  { entity, schema, more }: Side,
  name: string,
): { field: Field; live: LiveField | undefined } | undefined {
  const live = schema?.fields.get(name)
  const known = entity.fields[name]
  if (known) return { field: known, live }
  if (!live) return undefined
  more.set(name, declared(live))
  return { field: declared(live), live }
}

const namesOf = ({ entity, schema }: Side) => [...(schema?.fields.keys() ?? []), ...Object.keys(entity.fields)]

/** Notes that a rule names a field that is not there. */
export function noField({ flow, at, problems }: Mapping, rule: string, where: Side, name: string): void {
  const { label } = where.entity
  problems.push({
    flow,
    rule: `${at}.${rule}`,
    reason: `The ${label} has no field ${name} that the bridge may see.`,
    nearest: nearestName(namesOf(where), name),
  })
}

/** The entity and its lines with what overrides have brought in. */
export function widened({ entity, more, lines }: Side): Entity {
  const ofLines = [...lines].flatMap(([name, line]): [string, Field][] => {
    const field = entity.fields[name]
    const wider = widened(line)
    return field && wider !== line.entity ? [[name, { ...field, lines: wider }]] : []
  })
  const fields = [...more, ...ofLines]
  return fields.length === 0 ? entity : { ...entity, fields: { ...entity.fields, ...Object.fromEntries(fields) } }
}
