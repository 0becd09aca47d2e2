import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { metadataTypes } from './metadata/types/index.ts'
import currencyType from './standard-objects/CurrencyType.json' with { type: 'json' }
import { standardObjects } from './standard-objects/index.ts'
import { defaultSwitches } from './switches.ts'

const textOf = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** First and second cell of the rows of a section's table, without their code marks. */
const rowsOf = (heading: string): readonly (readonly [string, string])[] =>
  (textOf('README.md').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim().replace(/^`|`$/g, '')))
    .map(([, name = '', second = '']) => [name, second] as const)

const namesOf = (heading: string): readonly string[] => rowsOf(heading).map(([name]) => name)

test('the table of objects names all of them, and no others', () => {
  expect(namesOf('Standard objects')).toEqual([...standardObjects.map((object) => object.name), currencyType.name])
})

test('the table of metadata types names all of them, and no others', () => {
  expect(namesOf('Metadata types').toSorted()).toEqual(metadataTypes.map((type) => type.name).toSorted())
})

test('the table of switches names all of them with their defaults', () => {
  const shown = (value: unknown): string => {
    if (!Array.isArray(value)) return String(value)
    return value
      .map((item: unknown) => (typeof item === 'string' ? item : Object.values(item as object).join(' ')))
      .join(', ')
  }
  const said = Object.fromEntries(rowsOf('Switches'))
  expect(said).toEqual(Object.fromEntries(Object.entries(defaultSwitches).map(([name, value]) => [name, shown(value)])))
})

test('the table of faults names all that can strike', () => {
  const sources = ['server/faults.ts', 'bulk/ingest/save-chunk.ts', 'bulk/query/process-query.ts']
  const struck = [
    ...sources
      .map(textOf)
      .join('\n')
      .matchAll(/strike\(\s*\[([^\]]+)\]/g),
  ]
  const kinds = struck.flatMap(([, list = '']) => [...list.matchAll(/'([\w-]+)'/g)].map(([, kind = '']) => kind))
  expect(namesOf('Faults').toSorted()).toEqual(kinds.toSorted())
})
