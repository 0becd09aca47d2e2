import type { Dice } from '../../kit/testing/dice.ts'
import { act } from './generate-actions.ts'
import { read, readOne } from './generate-reads.ts'
import { create, patch, remove } from './generate-writes.ts'
import type { Generated, World } from './request.ts'

/** A batch in JSON. */
export function batch(world: World, dice: Dice): Generated {
  const one = (): unknown => {
    if (dice.chance(0.03)) return dice.pick<unknown>([null, 5, 'x', {}, { method: 'GET' }, { method: 1, url: 2 }])
    const { method, path, headers, body } = dice.pick([read, readOne, create, patch, remove, act])(world, dice)
    const url = dice.chance(0.97) ? path.slice(world.root.length + 'v2.0/'.length) : path
    return {
      id: dice.pick<unknown>(['a', 1, undefined, null]),
      method,
      url,
      headers,
      ...(body !== undefined && { body: parsed(body) }),
    }
  }
  const requests = dice.chance(0.97)
    ? Array.from({ length: dice.pick([0, 1, 2, 3, 4, 5]) }, one)
    : dice.pick<unknown>([undefined, {}, 'x', Array.from({ length: 101 }, () => ({ method: 'GET', url: 'companies' }))])
  return {
    method: 'POST',
    path: `${world.root}v2.0/$batch`,
    headers: {
      'Content-Type': 'application/json',
      ...(dice.chance(0.5) && { Isolation: 'snapshot' }),
      ...(dice.chance(0.2) && { Prefer: 'odata.continue-on-error' }),
    },
    body: JSON.stringify({ requests }),
  }
}

const parsed = (text: string): unknown => JSON.parse(text) as unknown

/** A batch in the multipart format. */
export function multipart(world: World, dice: Dice): Generated {
  const boundary = dice.chance(0.95) ? 'b' : 'another'
  const one = (): string => {
    const { method, path, headers, body = '' } = dice.pick([read, create, patch, act])(world, dice)
    const url = dice.chance(0.8) ? path.slice(world.root.length + 'v2.0/'.length) : path
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    return ['Content-Type: application/http', '', `${method} ${url} HTTP/1.1`, ...head, '', body, ''].join('\r\n')
  }
  const changeSet = (): string =>
    `Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n${one()}${dice.chance(0.1) ? `--c\r\n${one()}` : ''}--c--\r\n`
  const parts = Array.from({ length: dice.below(4) }, () => (dice.chance(0.5) ? one() : changeSet()))
  return {
    method: 'POST',
    path: `${world.root}v2.0/$batch`,
    headers: { 'Content-Type': `multipart/mixed; boundary=${boundary}` },
    body: `${parts.map((part) => `--b\r\n${part}`).join('')}--b--`,
  }
}
