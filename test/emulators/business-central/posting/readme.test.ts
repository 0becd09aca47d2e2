import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Decimal } from './money.ts'
import * as posting from './index.ts'
import { usualAccounts } from './posting-accounts.ts'
import { createBooks } from './testing/books.ts'

const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
const section = (heading: string) => readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''

test('names every function that is exported, and no other', () => {
  const functions = readme.split('\n## ')[0] ?? ''
  const rows = functions.split('\n').filter((line) => line.startsWith('| `'))
  const named = rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`(\w+)/g)].map(([, name]) => name))
  const exported = Object.entries(posting).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
  expect([...new Set(named)].sort()).toEqual(exported.sort())
})

test('names what can be set up, with its default, and every account', () => {
  const rows = section('Set-up')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  const defaults = Object.entries(posting.postingSetup(createBooks({ setUp: {} }).company))
  const written = (value: boolean | Decimal) => (typeof value === 'boolean' ? String(value) : value.toFixed())
  expect(rows.map(([, name, value]) => [name, value]).sort()).toEqual(
    defaults.map(([name, value]: [string, boolean | Decimal]) => [name, written(value)]).sort(),
  )
  for (const role of Object.keys(usualAccounts)) expect(section('Set-up')).toContain(`\`${role}Account\``)
})
