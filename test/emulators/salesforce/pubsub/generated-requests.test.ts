import { Client, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dice } from '../../kit/testing/dice.ts'
import { codePrefix, type ErrorCode, statusOf } from './errors.ts'
import { serviceDefinition } from './service.ts'
import { type Known, type OddCall, oddCall } from './testing/odd-requests.ts'
import { type Bus, headers, startBus } from './testing/start-bus.ts'

/** Raised for the nightly run. */
const wanted = Number(process.env.SF_GENERATED_RPCS ?? 10_000)
const seed = Number(process.env.SF_SEED ?? 20261001)

let bus: Bus
let client: Client
beforeAll(async () => {
  bus = await startBus()
  client = new Client(bus.pubSub.endpoint, credentials.createInsecure())
})
afterAll(async () => {
  client.close()
  await bus.stop()
})

const service = serviceDefinition()

/** What a call came to: undefined when it went well. */
function send({ method, streams, requests, headers: sent }: OddCall): Promise<ServiceError | undefined> {
  const { path, requestSerialize, responseDeserialize } = service[method] ?? {}
  if (!path || !requestSerialize || !responseDeserialize) throw new Error(`no method ${method}`)
  const metadata = new Metadata()
  for (const [name, value] of Object.entries(sent)) metadata.set(name, value)
  const options = { deadline: Date.now() + 60_000 }
  return new Promise((resolve) => {
    if (!streams) {
      const [request] = requests
      const done = (error: ServiceError | null) => resolve(error ?? undefined)
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, metadata, options, done)
      return
    }
    const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, metadata, options)
    let failure: ServiceError | undefined
    call.on('data', () => undefined)
    call.on('error', (error: ServiceError) => (failure = error))
    call.on('status', () => setImmediate(() => resolve(failure)))
    for (const request of requests) call.write(request)
    call.end()
  })
}

/** What is wrong with an answer; undefined when it is one of the guide's, or says that the sandbox does not do this. */
function undocumented(error: ServiceError | undefined): string | undefined {
  if (!error) return undefined
  if (error.code === status.UNIMPLEMENTED && error.details.startsWith('NOT_SUPPORTED_BY_SANDBOX')) return undefined
  const code = String(error.metadata.get('error-code')[0] ?? '')
  if (!code.startsWith(codePrefix)) return `${status[error.code]} without a code: ${error.details}`
  const short = code.slice(codePrefix.length)
  if (!Object.hasOwn(statusOf, short)) return `an unknown code: ${code}`
  return statusOf[short as ErrorCode] === error.code ? undefined : `${code} as ${status[error.code]}`
}

async function knownOf({ client: good, org, pubSub }: Bus): Promise<Known> {
  const account = org.create('Account', { Name: 'A' })
  org.update('Account', account, { Name: 'B' })
  org.create('BC_Command__c', { Name: 'C' })
  const id = '18x000000000001AAA'
  const modes = { defaultReplay: 'EARLIEST', errorRecoveryReplay: 'LATEST', state: 'RUN' } as const
  pubSub.managedSubscriptions.push({ id, developerName: 'BC_Bridge', topicName: '/data/BC_Sync__chn', ...modes })
  const schemas = await Promise.all(
    ['/data/AccountChangeEvent', '/data/ChangeEvents'].map((name) => good.getTopic(name)),
  )
  const stream = good.subscribe({ topicName: '/data/BC_Sync__chn', replayPreset: 'EARLIEST', numRequested: 10 })
  const answer = await stream.next()
  stream.cancel()
  const replayIds = (answer?.events ?? []).map(({ replayId }) => replayId.readBigUInt64BE())
  return { headers, schemaIds: schemas.map(({ schemaId }) => schemaId), subscriptionIds: [id], replayIds }
}

test(`${wanted} generated calls are each answered as the guide says`, { timeout: 600_000 }, async () => {
  const known = await knownOf(bus)
  expect(known.replayIds.length).toBeGreaterThan(1)
  bus.pubSub.switches.dailyDeliveries = Number.MAX_SAFE_INTEGER
  const chance = dice(seed)
  const wrong: string[] = []
  const seen = new Map<string, number>()
  let asked = 0
  async function work(): Promise<void> {
    while (asked < wanted && wrong.length < 10) {
      asked++
      const call = oddCall(chance, known)
      const error = await send(call)
      const outcome = error ? String(error.metadata.get('error-code')[0] ?? status[error.code]) : 'OK'
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
      const why = undocumented(error)
      if (why !== undefined) wrong.push(`${why}\n  ${JSON.stringify(call).slice(0, 1000)}`)
      if (asked % 1000 === 0) bus.journal.clear()
    }
  }
  await Promise.all(Array.from({ length: 32 }, work))
  expect(wrong).toEqual([])
  expect(asked).toBeGreaterThanOrEqual(wanted)
  // Worth something only when many calls get past the first check, and many do not.
  expect((seen.get('OK') ?? 0) / asked).toBeGreaterThan(0.15)
  for (const code of ['topic.not.found', 'subscription.fetch.replayid.corrupted', 'schema.validation.failed'])
    expect(seen.get(codePrefix + code) ?? 0).toBeGreaterThan(asked / 200)
  if (process.env.SF_GENERATED_REPORT !== undefined) console.log(Object.fromEntries(seen))
})
