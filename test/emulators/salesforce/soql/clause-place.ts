import type { Place } from './query-error.ts'

type Clause = 'FROM' | 'WHERE' | 'GROUP' | 'HAVING' | 'ORDER'

/** The index of a word outside of quotes and of parentheses opened after `from`; undefined when it is not there. */
function outside(text: string, from: number, word: string): number | undefined {
  const wanted = new RegExp(`(?<!\\w)${word}(?!\\w)`, 'iy')
  let depth = 0
  for (let at = from; at < text.length && depth >= 0; at++) {
    const char = text.charAt(at)
    if (char === "'") {
      const end = /'(?:\\.|[^'\\])*'/sy
      end.lastIndex = at
      at += Math.max((end.exec(text)?.[0].length ?? 1) - 1, 0)
      continue
    }
    if (char === '(') depth++
    if (char === ')') depth--
    wanted.lastIndex = at
    if (depth === 0 && wanted.test(text)) return at
  }
  return undefined
}

/** As the place of a query, but at one of its clauses. */
export const inClause = <Of extends Place>(query: Of, clause: Clause): Of => ({
  ...query,
  from: outside(query.text, query.from ?? 0, clause) ?? query.from ?? 0,
})

/** As the place of a query, but inside its sub-query over `name`: `(SELECT … FROM name …)`. */
export function inSubquery<Of extends Place>(query: Of, name: string): Of {
  const start = /\(\s*SELECT\b/gi
  start.lastIndex = query.from ?? 0
  for (let found = start.exec(query.text); found; found = start.exec(query.text)) {
    const from = outside(query.text, found.index + 1, 'FROM')
    const after = from === undefined ? '' : query.text.slice(from + 4).trimStart()
    if (after.toLowerCase().startsWith(name.toLowerCase())) return { ...query, from: found.index + 1 }
  }
  return query
}
