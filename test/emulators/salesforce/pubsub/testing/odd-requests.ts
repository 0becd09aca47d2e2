import type { Dice } from '../../../kit/testing/dice.ts'
import { replayIdBytes } from '../event-log.ts'

/** One call: what is sent, and with which headers. */
export interface OddCall {
  readonly method: string
  readonly streams: boolean
  readonly requests: readonly object[]
  readonly headers: Readonly<Record<string, string>>
}

/** Ids and names that exist, so that some calls go further than the first check. */
export interface Known {
  readonly headers: Readonly<Record<string, string>>
  readonly schemaIds: readonly string[]
  readonly subscriptionIds: readonly string[]
  readonly replayIds: readonly bigint[]
}

const words = [
  ...['', ' ', '/', '/data/', '/data/x/y', 'data/ChangeEvents', '/event/BC__e', '/Data/ChangeEvents', '%2F', '..'],
  ...['__proto__', 'constructor', 'hasOwnProperty', 'toString', '/data/__proto__', '/data/constructor', '\u0000', '𝄞'],
  ...['/data/NopeChangeEvent', '/data/OrderChangeEvent', 'x'.repeat(5000)],
]
const topics = ['/data/ChangeEvents', '/data/AccountChangeEvent', '/data/BC_Sync__chn', '/data/BC_Command__ChangeEvent']
const counts = [1, 2, 50, 100, 101, 0, -1, -2_147_483_648, 2_147_483_647]

const topic = (chance: Dice): string => chance.pick(chance.chance(0.5) ? topics : words)

function bytes(chance: Dice, { replayIds }: Known): Buffer {
  const long = chance.pick([0, 1, 7, 8, 8, 8, 9, 300])
  if (chance.chance(0.4)) return replayIdBytes(chance.pick([...replayIds, 0n, 1n, 2n ** 63n, 2n ** 64n - 1n]))
  return Buffer.from(Array.from({ length: long }, () => chance.below(256)))
}

const refresh = (chance: Dice, { headers }: Known): string =>
  chance.chance(0.8) ? '' : chance.pick([headers.accesstoken ?? '', 'gone', ...words])

const fetch = (chance: Dice, known: Known): object => ({
  topicName: topic(chance),
  // 7 is no preset: proto3 lets it through.
  replayPreset: chance.pick(['LATEST', 'EARLIEST', 'CUSTOM', 'CUSTOM', 7]),
  replayId: bytes(chance, known),
  numRequested: chance.pick(counts),
  authRefresh: refresh(chance, known),
})

const managedFetch = (chance: Dice, known: Known): object => ({
  subscriptionId: chance.chance(0.3) ? chance.pick([...known.subscriptionIds, '18x000000000009', ...words]) : '',
  developerName: chance.pick(['BC_Bridge', 'bc_bridge', ...words]),
  numRequested: chance.pick(counts),
  authRefresh: refresh(chance, known),
  ...(chance.chance(0.5)
    ? { commitReplayIdRequest: { commitRequestId: chance.pick(words), replayId: bytes(chance, known) } }
    : {}),
})

const publication = (chance: Dice, known: Known): object => ({
  topicName: topic(chance),
  events: Array.from({ length: chance.below(3) }, () => ({
    id: chance.pick(words),
    schemaId: chance.pick([...known.schemaIds, ...words]),
    payload: bytes(chance, known),
    headers: [{ key: chance.pick(words), value: bytes(chance, known) }],
  })),
  authRefresh: refresh(chance, known),
})

/** Header values are ASCII without control characters, or no client sends them. */
function headers(chance: Dice, known: Known): Readonly<Record<string, string>> {
  if (chance.chance(0.85)) return known.headers
  const name = chance.pick(['accesstoken', 'instanceurl', 'tenantid'])
  const odd = chance.pick([
    '',
    ' ',
    '__proto__',
    'constructor',
    'gone',
    'http://',
    'ftp://x',
    '00D000000000002EAA',
    '00D',
  ])
  return chance.chance(0.3)
    ? Object.fromEntries(Object.entries(known.headers).filter(([one]) => one !== name))
    : { ...known.headers, [name]: odd }
}

/** Any call of the service, right or wrong. */
export function oddCall(chance: Dice, known: Known): OddCall {
  const several = (make: (chance: Dice, known: Known) => object): readonly object[] =>
    Array.from({ length: chance.below(4) }, () => make(chance, known))
  const [method, requests] = chance.pick([
    () => ['GetTopic', [{ topicName: topic(chance) }]] as const,
    () => ['GetTopic', [{ topicName: topic(chance) }]] as const,
    () => ['GetSchema', [{ schemaId: chance.pick([...known.schemaIds, ...words]) }]] as const,
    () => ['Publish', [publication(chance, known)]] as const,
    () => ['PublishStream', several(publication)] as const,
    () => ['Subscribe', several(fetch)] as const,
    () => ['Subscribe', several(fetch)] as const,
    () => ['ManagedSubscribe', several(managedFetch)] as const,
  ])()
  return { method, requests, streams: /Subscribe|Stream/.test(method), headers: headers(chance, known) }
}
