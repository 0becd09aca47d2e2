/** OData 4.0 as far as its clients need it: literals, enumeration member names, query strings. */

/** A text literal: single quotes are doubled. [OData ABNF: string] */
export const textLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Member names carry characters outside letters, digits and underscore as `_xHHHH_`. [XML name encoding, as Business Central's OData does] */
export function escapeMember(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    return `_x${code}_`
  })
}

/** The readable member: `In_x0020_Review` → `In Review`; the blank member is null. */
export function unescapeMember(name: string): string | null {
  const text = name.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return text.trim() === '' ? null : text.trim()
}

/** `a eq 1 or a eq 2`, over one property: the only `or` that Business Central takes. */
export const anyOf = (property: string, literals: readonly string[]): string =>
  literals.map((literal) => `${property} eq ${literal}`).join(' or ')

export interface Query {
  readonly $filter?: string | undefined
  readonly $select?: string | undefined
  readonly $expand?: string | undefined
  readonly $orderby?: string | undefined
  readonly $top?: number | undefined
}

/** The query string, with `?` when there is anything to say. */
export function queryString(query: Query): string {
  const parts = Object.entries(query).flatMap(([name, value]: [string, string | number | undefined]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(String(value))}`],
  )
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}
