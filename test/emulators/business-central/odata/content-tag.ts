import { createHash } from 'node:crypto'

/**
 * The tag of a row that stands in no table: made of its content, in the older form with 44 characters. The same content
 * has the same tag. [samples of the API v2.0 reference]
 */
export function contentTag(content: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('base64')
  return `W/"${Buffer.from(`'${digest.length};${digest}1;00;'`).toString('base64')}"`
}
