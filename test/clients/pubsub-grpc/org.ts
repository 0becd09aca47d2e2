import type { ServiceError } from '@grpc/grpc-js'
import { channelFile, memberFile } from '../../emulators/salesforce/testing/event-channel.ts'
import { startOrg, type TestOrg } from '../../emulators/salesforce/testing/start-org.ts'
import { type PubSubClient, pubSubClient, type Reading } from './client.ts'
import { type Change, type Decode, decoder } from './decode.ts'

export const topicName = '/data/Sync__chn'

/** The entities on `Sync__chn`: as many as an org may select. */
export const entities = ['Account', 'Contact', 'Bill__c', 'Bill_Line__c', 'Product2'] as const

const selected = (entity: string): string => entity.replace(/__c$/, '__') + 'ChangeEvent'

/** A member of `Sync__chn` as metadata. */
export const member = (entity: string, more = '') => memberFile('Sync', selected(entity), more)

export interface PubSubOrg extends AsyncDisposable {
  readonly started: TestOrg
  readonly client: PubSubClient
  readonly decode: Decode
  /** A client with other headers, or as another user. */
  clientAs(over: Readonly<Record<string, string>>): PubSubClient
  /** So many changes of a topic, from the earliest on unless told otherwise. */
  changes(count: number, request?: object): Promise<Change[]>
}

/** A whole org, its channel deployed like any package, and a client of its event bus. */
export async function startPubSubOrg(): Promise<PubSubOrg> {
  const started = await startOrg()
  const { org } = started
  const { failures } = await started.deploy(
    Object.assign({}, channelFile('Sync'), ...entities.map((one) => member(one))) as Readonly<Record<string, string>>,
  )
  if (failures.length > 0) throw new Error(failures.join('\n'))
  org.pubSub.switches.dailyDeliveries = 1_000_000
  const clients: PubSubClient[] = []
  function clientAs(over: Readonly<Record<string, string>>): PubSubClient {
    const made = pubSubClient(org.pubSubEndpoint, {
      accesstoken: org.accessToken,
      instanceurl: org.instanceUrl,
      tenantid: org.organizationId,
      ...over,
    })
    clients.push(made)
    return made
  }
  const client = clientAs({})
  const decode = decoder(client)
  return {
    started,
    client,
    decode,
    clientAs,
    async changes(count, request = {}) {
      const stream = client.open('Subscribe', { topicName, replayPreset: 'EARLIEST', numRequested: 100, ...request })
      const found = await take(stream, decode, count)
      stream.cancel()
      return found
    },
    async [Symbol.asyncDispose]() {
      for (const one of clients) one.close()
      await started[Symbol.asyncDispose]()
    },
  }
}

/** Reads until so many changes have come, asking for more whenever nothing is owed. */
export async function take(stream: Reading, decode: Decode, count: number): Promise<Change[]> {
  const found: Change[] = []
  while (found.length < count) {
    const response = await stream.next()
    if (!response) throw new Error(`the stream ended after ${found.length} of ${count} changes`)
    found.push(...(await decode(response)))
    if (response.pendingNumRequested === 0 && found.length < count) stream.write({ numRequested: 100 })
  }
  return found
}

/** The status and the `error-code` of a call that fails. */
export async function failureOf(work: Promise<unknown>): Promise<{ status: number; code: string; details: string }> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown as ServiceError,
  )
  if (!error) throw new Error('the call did not fail')
  const [code = ''] = error.metadata.get('error-code')
  return { status: error.code, code: String(code).replace('sfdc.platform.eventbus.grpc.', ''), details: error.details }
}
