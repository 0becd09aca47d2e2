import type { Client } from 'pg'
import { connectClient, type Server } from './connection.ts'

/** The class of the advisory locks that say "this bridge lives". */
export const presenceLock = 7_164_201

/** This bridge as the database sees it. */
export interface Presence {
  /**
   * The number of this bridge. It holds while one connection lives; when that breaks the number is dead for good, and the
   * next call gives a new one.
   */
  number(): Promise<string>
  close(): Promise<void>
}

/**
 * A bridge is alive while its connection holds the advisory lock of its number. A killed process loses it with its socket,
 * at once; a machine that vanished is noticed by TCP keep-alive within half a minute.
 */
export function openPresence(server: Server): Presence {
  let current: Promise<{ client: Client; number: string }> | undefined

  const arrive = async () => {
    const client = await connectClient(server, 'bridge presence')
    client.once('end', () => (current = undefined))
    try {
      await client.query('SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3')
      const { rows } = await client.query<{ number: string }>("SELECT nextval('bridge.instances') AS number")
      const number = rows[0]?.number ?? ''
      await client.query('SELECT pg_advisory_lock($1::int, $2::int)', [presenceLock, number])
      return { client, number }
    } catch (error) {
      await client.end().catch(() => undefined)
      throw error
    }
  }

  return {
    async number() {
      const arriving = (current ??= arrive())
      try {
        return (await arriving).number
      } catch (error) {
        if (current === arriving) current = undefined
        throw error
      }
    },
    async close() {
      const leaving = current
      current = undefined
      await (await leaving?.catch(() => undefined))?.client.end().catch(() => undefined)
    },
  }
}
