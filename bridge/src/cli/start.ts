import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { RetryLater } from '../engine/errors.ts'
import { createSystem, type Services } from '../system.ts'
import { open } from './open.ts'

/** Both systems may be away when the bridge comes up: it waits for them. Undefined when it was told to stop meanwhile. */
async function onceTheyAnswer<Result>(
  { clock, log }: Pick<Services, 'clock' | 'log'>,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  while (!signal.aborted) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error
      const seconds = error.retryAfter ?? 10
      log.warn({ err: error, seconds }, 'a system does not answer yet; trying again')
      await clock.wait(seconds * 1000, signal)
    }
  }
  return undefined
}

/** `bridge start`: runs until SIGINT, SIGTERM or the end of its terminal (SIGHUP); running work is finished, nothing is lost. */
export async function start({ json }: { json: boolean }): Promise<number> {
  const services = await open({ migrate: true })
  const { config, log } = services
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort())

  const system = await onceTheyAnswer(services, stop.signal, () => createSystem(config, services)).catch(
    async (error: unknown) => {
      await services.store.close()
      throw error
    },
  )
  if (!system) {
    await services.store.close()
    return 0
  }
  const server = serve({ fetch: system.app.fetch, hostname: config.HOST, port: config.PORT })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const { port } = server.address() as AddressInfo
  const url = `http://${config.HOST}:${port}`
  const companies = system.companies.map((company) => company.name)
  console.log(json ? JSON.stringify({ url, companies }) : `The bridge is up at ${url} for ${companies.join(', ')}.`)
  try {
    await system.run(stop.signal)
  } finally {
    log.info('stopping')
    server.close()
    await system.close()
  }
  return 0
}
