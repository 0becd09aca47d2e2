import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { fakeClock } from '../engine/testing/fake-clock.ts'
import { createHttpClient, NoAnswer, type Limits } from './http-client.ts'

let server: Server | undefined
const limits: Limits = { concurrent: 5, requests: 100, perSeconds: 300, timeoutSeconds: 10 }
const client = (some: Partial<Limits> = {}) => createHttpClient({ ...limits, ...some }, fakeClock())

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

it('repeats a GET that the server was not ready for, and counts every call', async () => {
  let calls = 0
  const url = await serve((_, response) => {
    response.statusCode = ++calls < 3 ? 503 : 200
    response.end('{"ok":true}')
  })
  const http = client()
  expect((await http.send({ method: 'GET', url })).body).toEqual({ ok: true })
  expect(calls).toBe(3)
  expect(http.used()).toBe(3)
})

it('gives a long wait back to the caller instead of sitting it out', async () => {
  let calls = 0
  const url = await serve((_, response) => {
    calls++
    response.writeHead(503, { 'retry-after': '30' }).end()
  })
  expect((await client().send({ method: 'GET', url })).status).toBe(503)
  expect(calls).toBe(1)
})

it.each(['POST', 'PATCH'] as const)('never repeats a %s by itself', async (method) => {
  let calls = 0
  const url = await serve((request) => {
    calls++
    request.socket.destroy()
  })
  await expect(client().send({ method, url, body: {} })).rejects.toMatchObject({ name: 'NoAnswer', sent: true })
  expect(calls).toBe(1)
})

it('repeats a GET whose connection broke', async () => {
  let calls = 0
  const url = await serve((request, response) => {
    if (++calls === 1) request.socket.destroy()
    else response.end('[]')
  })
  expect((await client().send({ method: 'GET', url })).body).toEqual([])
})

it('knows that nothing was sent when no connection could be made', async () => {
  const url = await serve((_, response) => response.end())
  server?.close()
  await expect(client().send({ method: 'POST', url, body: {} })).rejects.toMatchObject({
    name: 'NoAnswer',
    sent: false,
  })
})

it('gives up when time runs out, without a second try', async () => {
  let calls = 0
  const url = await serve(() => {
    calls++
  })
  const error: unknown = await client({ timeoutSeconds: 0.05 })
    .send({ method: 'GET', url })
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(NoAnswer)
  expect(error).toMatchObject({ timedOut: true })
  expect(calls).toBe(1)
})

it('has no more calls under way than allowed, and lets writes overtake sweeps', async () => {
  const underWay: (() => void)[] = []
  const order: string[] = []
  let arrived: () => void = () => undefined
  const url = await serve((request, response) => {
    order.push(String(request.url))
    underWay.push(() => response.end())
    arrived()
  })
  const calls = (count: number) =>
    new Promise<void>((resolve) => {
      arrived = () => order.length >= count && resolve()
      arrived()
    })
  const http = client({ concurrent: 2 })
  const sweeps = ['/1', '/2', '/3'].map((path) => http.send({ method: 'GET', url: url + path, lane: 'sweep' }))
  const write = http.send({ method: 'POST', url: `${url}/write`, body: {} })
  await calls(2)
  expect(underWay).toHaveLength(2)
  // By now the other two wait for their turn.
  await new Promise(setImmediate)
  underWay.shift()?.()
  await calls(3)
  expect(order[2]).toBe('/write')
  underWay.splice(0).forEach((finish) => finish())
  await calls(4)
  underWay.splice(0).forEach((finish) => finish())
  expect(await Promise.all([...sweeps, write])).toHaveLength(4)
})

it('hands on what is no JSON as text, and nothing as undefined', async () => {
  const url = await serve((request, response) => response.end(request.url === '/text' ? '<html>' : ''))
  expect((await client().send({ method: 'GET', url: `${url}/text` })).body).toBe('<html>')
  expect((await client().send({ method: 'GET', url: `${url}/empty` })).body).toBeUndefined()
})
