import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { asJson, asTable, type Result } from './result.ts'
import { suites } from './suites.ts'

const results: readonly Result[] = [
  { name: 'suite/speed', params: { rows: 20_000, clients: 1 }, value: 1234.567, unit: 'rows/s' },
  { name: 'suite/ratio', params: {}, value: 1.0812, unit: 'calls/floor', floor: 500, measured: 541 },
]

test('figures are printed for people and for programs', () => {
  expect(asTable(results)).toContain('│ suite/speed │ rows 20000, clients 1 │ 1235  │ rows/s      │')
  expect(asTable(results)).toContain('1.08')
  const document = JSON.parse(asJson(results)) as { machine: Record<string, unknown>; results: unknown }
  expect(document).toEqual({
    machine: { node: process.version, cpus: expect.any(Number) as number },
    results,
  })
})

const run = (...args: readonly string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const file = fileURLToPath(new URL('index.ts', import.meta.url))
    execFile(process.execPath, [file, ...args], (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })

test('help names every suite; an unknown one, or an unknown option, is bad usage', async () => {
  const help = await run('--help')
  expect(help.code).toBe(0)
  for (const name of Object.keys(suites)) expect(help.out).toContain(name)
  for (const wrong of [['--only', 'nothing'], ['--nonsense']]) {
    const { code, out, err } = await run(...wrong)
    expect([wrong, code, out]).toEqual([wrong, 2, ''])
    expect(err).toContain(wrong.at(-1))
  }
})
