import type { EntityRef, FilledLine, FinishLines, LinesOf, Resolved, Rule } from './rule.ts'

/** The rules of one kind of line, keyed by the target line's field. */
export type LineMap<Source, Target> = { readonly [Field in keyof Target]?: Rule<Source, Target[Field]> }

/** A line entity as `lines` needs it: its record types travel with it. */
export interface LineEntity<Record> extends EntityRef {
  readonly key: string
  readonly '~record'?: Record
}

/** The lines of a document: each source line becomes one target line; `last` may add to them. */
export function lines<const Name extends string, Source extends object, Target extends object>(
  name: Name,
  source: LineEntity<Source>,
  target: LineEntity<Target>,
  map: LineMap<Source, Target>,
  last?: FinishLines,
): Rule<Readonly<Record<Name, readonly Source[]>>, readonly FilledLine<Target>[]> {
  const rules = Object.entries(map) as [string, Rule<Source, unknown>][]
  const fillLine = async (line: Source, resolved: Resolved): Promise<FilledLine<Target>> => {
    const fields: Record<string, unknown> = {}
    for (const [field, rule] of rules) {
      const value = await rule.fill(line, resolved)
      if (value !== undefined) fields[field] = value
    }
    return { key: String((line as Record<string, unknown>)[source.key]), fields: fields as Partial<Target> }
  }
  return {
    reads: [
      ...[...new Set([source.key, ...rules.flatMap(([, rule]) => rule.reads)])].map((field) => `${name}.${field}`),
      ...(last?.reads ?? []),
    ],
    how: [
      `each ${source.name}: ${rules.map(([field, rule]) => `${field} ← ${rule.how}`).join('; ')}`,
      ...(last ? [last.how] : []),
    ].join('; '),
    needs: (document, company) =>
      document[name].flatMap((line) => rules.flatMap(([, rule]) => rule.needs?.(line, company) ?? [])),
    fill: async (document, resolved) => {
      const filled = await Promise.all(document[name].map((line) => fillLine(line, resolved)))
      if (!last) return filled
      return last.finish(filled, document) as readonly FilledLine<Target>[]
    },
    lines: { name, source, target, map: map as LinesOf['map'], finish: last },
  }
}
