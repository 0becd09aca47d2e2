import { badRequest, ServiceError } from '../errors.ts'
import { isGuid } from '../wire/coerce.ts'
import { decode } from './service-path.ts'

/** `name` or `name(key)`. */
export interface Segment {
  readonly name: string
  readonly key?: string
  /** The key stands in quotes: it is a text, never a guid. */
  readonly quoted?: boolean
}

/**
 * Splits the path below the service root. Keys are guids without quotes, or texts in quotes.
 *
 * @throws ServiceError 400 `BadRequest_InvalidRequestUrl` when a segment cannot be read
 */
export function parseSegments(path: string): Segment[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decode)
    .map((segment) => {
      const match = /^([$\w.]+)(?:\((.*)\))?$/s.exec(segment)
      if (!match) throw new ServiceError(400, 'BadRequest_InvalidRequestUrl', `The segment '${segment}' is not valid.`)
      const [, name = '', key] = match
      return key === undefined || key === '' ? { name } : { name, ...parseKey(key) }
    })
}

function parseKey(text: string): Required<Pick<Segment, 'key' | 'quoted'>> {
  const value = text.replace(/^\w+=/, '')
  if (isGuid(value)) return { key: value.toLowerCase(), quoted: false }
  const quoted = /^'((?:[^']|'')*)'$/.exec(value)?.[1]
  if (quoted !== undefined) return { key: quoted.replaceAll("''", "'"), quoted: true }
  if (/^\d+$/.test(value)) return { key: value, quoted: false }
  throw badRequest(`The key '${text}' is not valid.`)
}
