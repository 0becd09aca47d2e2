/** Tags, comments and character data of a document that has been found well formed. */
const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s/>!]+)(?:"[^"]*"|'[^']*'|[^>"'])*?(\/?)>/g

/**
 * Elements of one name stand together below the root, whatever the order of the names: `fieldPermissions` behind `objectPermissions` behind
 * `fieldPermissions` is refused. Deeper down it is not looked at.
 * @returns the first that stands apart and the line on which it ends
 */
export function separatedElement(xml: string): { readonly tag: string; readonly line: number } | undefined {
  const seen = new Set<string>()
  let depth = 0
  let last = ''
  for (const { 0: text, 1: closing, 2: name, 3: empty, index } of xml.matchAll(token)) {
    if (name === undefined) continue
    if (closing === '/') {
      depth -= 1
      continue
    }
    if (depth === 1 && name !== last) {
      if (seen.has(name)) return { tag: name, line: xml.slice(0, index + text.length).split('\n').length }
      seen.add(name)
      last = name
    }
    if (empty !== '/') depth += 1
  }
  return undefined
}
