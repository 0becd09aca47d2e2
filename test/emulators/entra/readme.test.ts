import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { refusal } from './aadsts.ts'
import { defaultSwitches } from './switches.ts'

const textOf = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')
const readme = textOf('README.md')

/** First and second cell of the rows of a section's table. */
const rowsOf = (heading: string): readonly (readonly [string, string])[] =>
  (readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\|[ -]*\|/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .map(([, name = '', second = '']) => [name, second] as const)
const code = (cell: string) => cell.replace(/^`|`$/g, '')

test('the table of what it does names every refusal, and no others', () => {
  const made = Object.values(refusal).map((make) => make('', '', ''))
  // Throttling and outages happen by fault only, and are named there.
  const own = made.filter((error) => ![0, 90055, 90033].includes(error.code)).map((error) => String(error.code))
  const said = rowsOf('What it does').find(([name]) => name === 'Refusals')?.[1] ?? ''
  expect([...new Set(said.match(/\d{5,}/g))].toSorted()).toEqual([...new Set(own)].toSorted())
  expect(readme).toContain('AADSTS90055 for 429, AADSTS90033 else')
})

test('every refusal is asked for by a test', () => {
  const tests = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.test.ts') && name !== 'readme.test.ts')
    .map(textOf)
    .join('\n')
  const made = Object.values(refusal).map((make) => make('', '', ''))
  const untried = made.filter(({ code }) => ![0, 90055, 90033].includes(code) && !tests.includes(String(code)))
  expect(untried.map(({ code }) => code)).toEqual([])
})

test('the table of paths names all that are served, and no others', () => {
  const served = [...textOf('routes.ts').matchAll(/app\.(get|post)\('([^']+)'/g)].map(
    ([, verb = '', path = '']) => `${verb.toUpperCase()} ${path.replace(':tenant', '{tenant}')}`,
  )
  const said = rowsOf('What it does')
    .map(([name]) => name)
    .filter((name) => /^`(GET|POST) /.test(name))
    .flatMap((name) => {
      const verb = /(GET|POST)/.exec(name)?.[1] ?? ''
      return [...name.matchAll(/\/[\w{}/.-]+/g)].map(([path]) => `${verb} ${path}`)
    })
  expect(said.toSorted()).toEqual(served.toSorted())
})

test('the table of switches names all of them with their defaults', () => {
  const said = rowsOf('Switches').map(([name, value]) => [code(name), code(value)])
  const shown = Object.entries(defaultSwitches).map(([name, value]) => [name, [value].flat().join(', ')])
  expect(said.filter(([name]) => name !== 'switch')).toEqual(shown)
})

test('the table of faults names all that can strike', () => {
  const kinds = [...textOf('faults.ts').matchAll(/\[((?:'[\w-]+'(?:, )?)+)\]/g)].flatMap(([, list = '']) => [
    ...[...list.matchAll(/'([\w-]+)'/g)].map(([, kind = '']) => kind),
  ])
  const said = rowsOf('Faults').map(([name]) => code(name))
  expect(said.filter((name) => name !== 'kind').toSorted()).toEqual(kinds.toSorted())
})
