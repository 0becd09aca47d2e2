import type { Dice } from '../../kit/testing/dice.ts'
import { assertionType } from '../client-assertion.ts'

/** What a generated request may name of the directory it is sent to. */
export interface Known {
  readonly tenants: readonly string[]
  readonly clients: readonly { readonly id: string; readonly secret: string }[]
  readonly assertions: readonly string[]
}

export interface TokenRequest {
  readonly path: string
  readonly method: 'GET' | 'POST'
  readonly headers: Record<string, string>
  readonly body: string | undefined
}

const odd = [
  '',
  ' ',
  '\u0000',
  "'",
  '%',
  '%zz',
  '💥',
  'null',
  '{}',
  'x'.repeat(5000),
  '-1',
  '<a>',
  '../..',
  'a\r\nb',
  '__proto__',
  'constructor',
  'toString',
]
const tenants = ['common', 'organizations', 'consumers', 'fabrikam.com', '00000000-0000-0000-0000-000000000000', '💥']
const scopes = [
  '.default',
  '/.default',
  'https://graph.microsoft.com/.default',
  'openid',
  'openid profile',
  'https://a/b',
]
const types = [
  'application/json',
  'text/plain',
  'multipart/form-data',
  'application/x-www-form-urlencoded; charset=utf-8',
]

const basic = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`

function credential({ clients, assertions }: Known, chance: Dice, fields: Map<string, string>) {
  const { id, secret } = chance.pick(clients)
  const kind = chance.below(10)
  if (kind === 0)
    return { authorization: chance.pick(['Basic', 'Basic ====', 'Basic OjolJQ==', 'Bearer x', 'Basic 4pyT']) }
  if (kind <= 2) return { authorization: basic(id, chance.below(4) === 0 ? chance.pick(odd) : secret) }
  fields.set('client_id', id)
  if (kind <= 5) {
    fields.set('client_assertion_type', assertionType)
    fields.set('client_assertion', chance.pick(assertions))
  } else fields.set('client_secret', secret)
  return {}
}

/** A token request as it should be, spoiled in none, one or a few places. */
export function generateTokenRequest(known: Known, chance: Dice): TokenRequest {
  const fields = new Map([
    ['grant_type', 'client_credentials'],
    ['scope', 'https://api.businesscentral.dynamics.com/.default'],
  ])
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    ...credential(known, chance, fields),
  }
  let tenant = chance.pick(known.tenants)
  let path = '/oauth2/v2.0/token'
  let method: TokenRequest['method'] = 'POST'
  const names = [...fields.keys()]
  for (let spoils = chance.pick([0, 0, 0, 1, 1, 1, 2, 4]); spoils > 0; spoils--) {
    const kind = chance.below(12)
    if (kind === 0) tenant = chance.pick([...tenants, ...odd])
    else if (kind === 1)
      path = chance.pick([
        '/oauth2/token',
        '/v2.0/.well-known/openid-configuration',
        '/x',
        '',
        '//',
        '/constructor',
        '/__proto__',
      ])
    else if (kind === 2) method = 'GET'
    else if (kind === 3) headers['content-type'] = chance.pick(types)
    else if (kind === 4) fields.delete(chance.pick(names))
    else if (kind === 5) fields.set('scope', chance.pick([...scopes, ...odd]))
    else fields.set(chance.pick([...names, 'client_assertion_type', 'constructor', '__proto__']), chance.pick(odd))
  }
  const text = [...fields].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  const torn =
    chance.below(20) === 0 ? chance.pick([text.slice(0, chance.below(text.length)), `%%%&${text}`, '=&=']) : text
  return { path: `/${encodeURIComponent(tenant)}${path}`, method, headers, body: method === 'GET' ? undefined : torn }
}
