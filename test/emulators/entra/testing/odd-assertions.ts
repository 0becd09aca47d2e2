import { createHash, sign, X509Certificate } from 'node:crypto'
import type { ClientCertificate } from './client-certificate.ts'

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Claims as no library would make them, by name; `undefined` leaves the claim out. */
const oddities: readonly Record<string, unknown>[] = [
  {},
  { iss: 7 },
  { iss: null },
  { sub: {} },
  { aud: 5 },
  { aud: [null, 1] },
  { aud: undefined },
  { exp: 'tomorrow' },
  { exp: 1e300 },
  { exp: undefined },
  { exp: -1 },
  { nbf: [] },
  { nbf: 'x', exp: 'y' },
  { nbf: 1e18 },
  { jti: 12 },
  { jti: '' },
  { jti: undefined },
  { jti: { a: 1 } },
  // Words that every object of JavaScript answers to.
  { iss: '__proto__', sub: '__proto__' },
  { iss: 'constructor', sub: 'constructor' },
  { aud: 'hasOwnProperty' },
  { jti: 'toString' },
]

/**
 * Assertions with odd headers and claims, most of them truly signed by `signer` (RS256), so that they get past the
 * check of the signature. Times are in seconds since the epoch.
 */
export function oddAssertions(
  signer: ClientCertificate,
  usual: { clientId: string; audience: string; from: number; until: number },
): readonly string[] {
  const raw = new X509Certificate(signer.cert).raw
  const x5t = createHash('sha1').update(raw).digest('base64url')
  const whole = (claims: unknown, header: Record<string, unknown> = {}) => {
    const text = `${part({ alg: 'RS256', typ: 'JWT', x5t, ...header })}.${part(claims)}`
    return `${text}.${sign('sha256', Buffer.from(text), signer.key).toString('base64url')}`
  }
  const { clientId, audience, from, until } = usual
  const claims = { iss: clientId, sub: clientId, aud: audience, nbf: from, exp: until, jti: 'odd' }
  const good = whole(claims)
  return [
    ...oddities.map((odd) => whole({ ...claims, ...odd })),
    ...[null, [], 'text', 5].map((odd) => whole(odd)),
    ...[
      { alg: 'none' },
      { alg: 'HS256' },
      { alg: 5 },
      { alg: 'constructor' },
      { kid: '__proto__' },
      { x5t: 5 },
      { x5t: '' },
      { 'x5t#S256': 'A' },
      { crit: ['x'] },
    ].map((header) => whole(claims, header)),
    ...[
      [raw.toString('base64')],
      raw.toString('base64'),
      raw.toString('base64url'),
      [],
      ['AAAA'],
      [5],
      5,
      null,
    ].flatMap((x5c) => [whole(claims, { x5c }), whole(claims, { x5t: undefined, x5c })]),
    whole(claims, { 'x5t#S256': createHash('sha256').update(raw).digest('base64url') }),
    good.slice(0, -10),
    good.split('.').slice(0, 2).join('.'),
    `${good}.x`,
    '..',
    'a.b.c',
    '💥',
  ]
}
