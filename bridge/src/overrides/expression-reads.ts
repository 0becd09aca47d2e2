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
  readonly procedure?: Node
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

const variable: Scope = { in: 'variable' }

/** What names mean behind the first step of a path: `$line.Quantity`, `$filter(…).Quantity`. */
function scopeBehind({ type, value, procedure }: Node, outside: Scope): Scope | undefined {
  if (type === 'name') return outside
  if (type === 'variable') return value === '' ? outside : variable
  // Its results are none of ours: { match, index, groups }.
  return type === 'function' && procedure?.value === 'match' ? undefined : variable
}

/** `OrderItems[Discount > 20].Quantity`: behind a list of lines, names are those of a line. */
function walkPath({ steps = [], group }: Node, outside: Scope, found: Found): void {
  const [first] = steps
  const names: string[] = []
  let scope = first ? scopeBehind(first, outside) : undefined
  let isPlain = scope !== undefined
  for (const [index, step] of steps.entries()) {
    const { type, value, ...more } = step
    if (type !== 'name') {
      walk(step, index === 0 ? outside : (scope ?? variable), found)
      // A sorted list is the list; whatever else stands here makes something of its own.
      if (index > 0 && type !== 'sort') isPlain = false
      continue
    }
    const name = String(value)
    if (isPlain && scope?.in === 'record' && names.length === 0 && found.lists.includes(name))
      scope = { in: 'lines', list: name }
    else if (isPlain) names.push(name)
    walk(more, scope ?? variable, found)
  }
  if (scope) keep(found, scope, names)
  walk(group, scope ?? variable, found)
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
  if (type === 'path') {
    walkPath(node, scope, found)
    return
  }
  // What stands in brackets behind a variable is about what the variable holds.
  const inside = type === 'variable' && value !== '' ? variable : scope
  for (const part of Object.values(node)) walk(part, inside, found)
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
