import { readFileSync } from 'node:fs'
import { status } from '@grpc/grpc-js'
import { expect, it } from 'vitest'
import { statusOf } from './errors.ts'
import { eventFaults } from './publish-events.ts'
import { rpcFaults } from './rpc-faults.ts'
import { defaultPubSubSwitches } from './switches.ts'

const readme = readFileSync(`${import.meta.dirname}/README.md`, 'utf8')

/** The cells of the table below a heading, `| \`name\` | … |`, without its head. */
function table(heading: string): string[][] {
  const section = readme.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}

it('lists every switch with its default', () => {
  const shown = (value: unknown): string => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value))
  const switches = Object.entries(defaultPubSubSwitches).map(([name, value]) => [name, shown(value)])
  expect(
    table('Switches')
      .map(([name, value]) => [name, value])
      .toSorted(),
  ).toEqual(switches.toSorted())
})

it('lists every fault', () => {
  expect(
    table('Faults')
      .map(([kind]) => kind)
      .toSorted(),
  ).toEqual([...eventFaults, ...rpcFaults].toSorted())
})

it('lists every error code with its gRPC status', () => {
  const codes = Object.entries(statusOf).map(([code, number]) => [code, status[number]])
  expect(table('Error codes').map(([code, name]) => [code, name])).toEqual(codes)
})
