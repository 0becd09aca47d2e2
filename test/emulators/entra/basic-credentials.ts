/** What a client sends by `client_secret_basic`. */
export interface BasicCredentials {
  readonly clientId: string
  readonly clientSecret: string
}

const plain = (encoded: string): string => decodeURIComponent(encoded.replaceAll('+', ' '))

/**
 * Client id and secret of an `Authorization: Basic` header, each form-encoded before they were joined; undefined when
 * there is none or it is not to be read, which Entra treats alike: no credential was sent. [RFC 6749, 2.3.1]
 */
export function basicCredentials(header: string | undefined): BasicCredentials | undefined {
  const encoded = /^basic +([a-z0-9+/=_-]+) *$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) return undefined
  try {
    return { clientId: plain(text.slice(0, colon)), clientSecret: plain(text.slice(colon + 1)) }
  } catch {
    return undefined
  }
}
