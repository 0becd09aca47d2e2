import { createServer, type AddressInfo } from 'node:net'

function listen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const { port: given } = server.address() as AddressInfo
      server.close(() => resolve(given))
    })
  })
}

/** The wished port when it is free, else any free one. */
export async function freePort(wished: number | undefined): Promise<number> {
  const port = (wished !== undefined && (await listen(wished))) || (await listen(0))
  if (port === undefined) throw new Error('No port is free on 127.0.0.1 for the embedded database.')
  return port
}
