/** What an expression reads, as far as its text tells. */
export interface ExpressionReads {
  /** Fields of the record, `Owner.Alias` with their path. */
  readonly fields: ReadonlySet<string>
  /** Lists of lines, each with the fields of a line that are named. */
  readonly lines: ReadonlyMap<string, ReadonlySet<string>>
  /** Names behind a variable, `$line.Quantity`: of the record or of a line, nobody can tell which. */
  readonly loose: ReadonlySet<string>
}

/** The expression hides what it reads, or would give another value tomorrow. */
export class HiddenRead extends Error {
  override readonly name = 'HiddenRead'
}

interface Node {
  readonly type?: string
  readonly value?: unknown
  readonly steps?: readonly Node[]
  readonly group?: unknown
}

interface Found {
  readonly fields: Set<string>
  readonly lines: Map<string, Set<string>>
  readonly loose: Set<string>
  readonly lists: readonly string[]
}

/** What a name means where it stands: a field of the record, of the lines of a list, or of whatever a variable holds. */
type Scope = { readonly in: 'record' } | { readonly in: 'lines'; readonly list: string } | { readonly in: 'variable' }

const refused: ReadonlyMap<string, string> = new Map([
  ['wildcard', 'it uses *, so that nobody can tell which fields it reads; name the fields'],
  ['descendant', 'it uses **, so that nobody can tell which fields it reads; name the fields'],
  ['parent', 'it uses %, so that nobody can tell which fields it reads; name the fields'],
  ['$$', 'it uses $$; name the fields without it'],
  ['$eval', 'it uses $eval, which hides what it reads'],
  ['$now', 'it uses $now: the same record must always give the same value'],
  ['$millis', 'it uses $millis: the same record must always give the same value'],
  ['$random', 'it uses $random: the same record must always give the same value'],
  ['$shuffle', 'it uses $shuffle: the same record must always give the same value'],
])

function keep(found: Found, scope: Scope, names: readonly string[]): void {
  if (scope.in === 'lines') {
    const fields = found.lines.get(scope.list) ?? new Set<string>()
    found.lines.set(scope.list, fields)
    if (names.length > 0) fields.add(names.join('.'))
  } else if (names.length > 0) (scope.in === 'record' ? found.fields : found.loose).add(names.join('.'))
}

/** `OrderItems[Discount > 20].Quantity`: behind a list of lines, names are those of a line. */
function walkPath({ steps = [], group }: Node, outside: Scope, found: Found): void {
  const names: string[] = []
  let scope = outside
  let isPlain = true
  for (const [index, step] of steps.entries()) {
    const { type, value, ...more } = step
    const isContext = index === 0 && type === 'variable' && value === ''
    if (index === 0 && type === 'variable' && !isContext) scope = { in: 'variable' }
    if (type === 'name' && isPlain) {
      const name = String(value)
      if (scope.in === 'record' && names.length === 0 && found.lists.includes(name)) scope = { in: 'lines', list: name }
      else names.push(name)
      walk(more, scope, found)
    } else {
      if (index > 0) isPlain = false
      walk(step, index === 0 ? outside : scope, found)
    }
  }
  keep(found, scope, names)
  walk(group, scope, found)
}

function walk(node: unknown, scope: Scope, found: Found): void {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, scope, found)
    return
  }
  if (typeof node !== 'object' || node === null || node instanceof RegExp) return
  const { type, value } = node as Node
  const reason = refused.get(type === 'variable' ? `$${String(value)}` : (type ?? ''))
  if (reason !== undefined) throw new HiddenRead(reason)
  if (type === 'path') walkPath(node as Node, scope, found)
  else for (const part of Object.values(node)) walk(part, scope, found)
}

/**
 * Every field that a JSONata syntax tree reads.
 *
 * @param lists the fields of the record that hold lines
 * @throws HiddenRead
 */
export function readsOfTree(tree: unknown, lists: readonly string[]): ExpressionReads {
  const found: Found = { fields: new Set(), lines: new Map(), loose: new Set(), lists }
  walk(tree, { in: 'record' }, found)
  return found
}
