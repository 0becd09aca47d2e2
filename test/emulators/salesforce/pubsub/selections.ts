import type { EventChannel } from '../context.ts'
import type { ObjectSchema } from '../schema.ts'
import type { Selection } from './change-event.ts'
import { type FilterExpression, filterExpression, type Filtered, FilterRefused } from './filter-expression.ts'

/** One channel that has selected an object. */
interface Member {
  readonly channel: string
  readonly enriched: readonly string[]
  readonly filter?: FilterExpression
}

/** The channels that have selected an object, worked out for one commit. */
export interface Selections {
  /** Fields in which records of a merged event must agree, since the event carries or is judged by their values. */
  readonly decisive: readonly string[]
  readonly selected: boolean
  of(subject: Filtered): ReadonlyMap<string, Selection>
}

/** The fields behind the name of an enriched field: a compound field stands for all its parts. */
export function enrichedSources(object: ObjectSchema, names: readonly string[]): readonly string[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()))
  const isWanted = (name: string | undefined): boolean => name !== undefined && wanted.has(name.toLowerCase())
  return object.fields
    .filter((field) => isWanted(field.name) || isWanted(field.compoundFieldName))
    .map(({ name }) => name)
}

const compiled = new WeakMap<ObjectSchema, Map<string, FilterExpression | undefined>>()

/** A filter that a later deploy has made meaningless lets nothing pass. */
const nothing: FilterExpression = { fields: [], passes: () => false }

function filterOf(object: ObjectSchema, text: string): FilterExpression {
  const known = compiled.get(object) ?? new Map<string, FilterExpression | undefined>()
  compiled.set(object, known)
  const found = known.get(text)
  if (found) return found
  let made = nothing
  try {
    made = filterExpression(text, object)
  } catch (error) {
    if (!(error instanceof FilterRefused)) throw error
  }
  known.set(text, made)
  return made
}

/** [Change Data Capture guide: Enrich Change Events with Extra Fields, Filter Your Stream of Change Events] */
export function selectionsOf(object: ObjectSchema, channels: readonly EventChannel[]): Selections {
  const members: Member[] = channels.flatMap(({ name: channel, members: all }) => {
    const member = all.find(({ entity }) => entity === object.name)
    if (!member) return []
    const filter = member.filterExpression === undefined ? undefined : filterOf(object, member.filterExpression)
    const enriched = [...new Set([...enrichedSources(object, member.enrichedFields), ...(filter?.fields ?? [])])]
    return { channel, enriched, ...(filter ? { filter } : {}) }
  })
  return {
    decisive: [...new Set(members.flatMap(({ enriched }) => enriched))],
    selected: members.length > 0,
    of: (subject) =>
      new Map(
        members.map(({ channel, enriched, filter }) => [
          channel,
          { enriched, passes: filter?.passes(subject) ?? true },
        ]),
      ),
  }
}
