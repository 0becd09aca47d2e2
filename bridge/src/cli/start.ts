import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { createSystem } from '../system.ts'
import { open } from './open.ts'

/** `bridge start`: runs until SIGINT or SIGTERM; running work is finished, nothing is lost. */
export async function start({ json }: { json: boolean }): Promise<number> {
  const services = await open({ migrate: true })
  const { config, log } = services
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

  const system = await createSystem(config, services)
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
