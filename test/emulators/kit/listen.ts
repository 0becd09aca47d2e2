import { createServer as createPlainServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'

export interface Listening {
  /** `http://127.0.0.1:PORT` or `https://127.0.0.1:PORT`, without a trailing slash. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** Serves a fetch handler on the loopback interface; port 0 takes any free port. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  options: { port?: number; tls?: { key: string; cert: string } } = {},
): Promise<Listening> {
  const listener = getRequestListener(fetch)
  const answer: RequestListener = (request, response) => void listener(request, response)
  const server: Server = options.tls ? createTlsServer(options.tls, answer) : createPlainServer(answer)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
