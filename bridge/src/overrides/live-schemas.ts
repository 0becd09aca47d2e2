import type { Flow } from '../engine/define-flow.ts'
import type { Connector, LiveSchema } from '../engine/ports.ts'
import type { FlowOverride } from './document.ts'
import { compileExpression } from './expression.ts'
import type { Schemas } from './live-schema.ts'

/** Fields of parents, `Owner.Alias`, that an override reads of a record or of its lines. */
function pathsOf(
  { map = {}, lines = {}, filter, approval }: FlowOverride,
  lists: readonly string[],
): readonly string[] {
  const rules = [map, ...Object.values(lines)].flatMap((each) => Object.values(each))
  const reads = rules.flatMap((rule) => {
    if (rule === 'remove') return []
    return [...(rule.from === undefined ? [] : [rule.from]), ...readsOfExpression(rule.expression)]
  })
  return [...reads, ...readsOfExpression(filter, lists), ...readsOfExpression(approval?.rule, lists)].filter((name) =>
    name.includes('.'),
  )
}

function readsOfExpression(text: string | undefined, lists: readonly string[] = []): readonly string[] {
  if (text === undefined) return []
  try {
    const { reads, lines, loose } = compileExpression(text, lists)
    return [...reads, ...loose, ...[...lines.values()].flatMap((names) => [...names])]
  } catch {
    // Told where the expression is used.
    return []
  }
}

/** What both systems say of the entities of the flows. */
export async function liveSchemas(
  flows: readonly Flow[],
  connectors: readonly Pick<Connector, 'system' | 'schema'>[],
  overrides: readonly (FlowOverride | undefined)[],
): Promise<Schemas> {
  // Switches alone change no rule: then nobody is asked.
  const rules = overrides.filter((each) => each?.map ?? each?.lines ?? each?.filter ?? each?.approval)
  if (rules.length === 0) return () => undefined
  const lists = flows.flatMap(({ source }) => Object.keys(source.fields).filter((name) => source.fields[name]?.lines))
  const paths = [...new Set(overrides.flatMap((override) => (override ? pathsOf(override, lists) : [])))]
  const found = new Map<string, LiveSchema>()
  const entities = flows.flatMap(({ source, target }) =>
    [source, target].flatMap((entity) => [
      entity,
      ...Object.values(entity.fields).flatMap((field) => (field.lines ? [field.lines] : [])),
    ]),
  )
  const keyOf = ({ system, name }: { system: string; name: string }) => `${system} ${name}`
  for (const [key, [entity]] of Map.groupBy(entities, keyOf)) {
    if (!entity) continue
    const connector = connectors.find((each) => each.system === entity.system)
    const schema = await connector?.schema?.(entity, paths)
    if (schema) found.set(key, schema)
  }
  return (entity) => found.get(keyOf(entity))
}
