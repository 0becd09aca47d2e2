import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startOrg, type TestOrg } from '../testing/start-org.ts'
import { uiApiRoutes } from './index.ts'

let started: TestOrg
beforeAll(async () => {
  started = await startOrg({ bare: true })
})
afterAll(() => started[Symbol.asyncDispose]())

it('lists every resource, and no other', () => {
  const readme = readFileSync(`${import.meta.dirname}/README.md`, 'utf8')
  const rows = readme.split('\n').filter((line) => /^\| `[A-Z]/.test(line))
  const listed = rows.flatMap((line) => {
    const words = (line.split('|')[1] ?? '').replaceAll('`', ' ').trim()
    const path = words.split(' ').at(-1) ?? ''
    return [...words.matchAll(/\b(GET|POST|PATCH|DELETE)\b/g)].map(([method]) => `${method} ${path}`)
  })
  const routes = uiApiRoutes(started.org.context)
    .routes.filter(({ method, path }) => method !== 'ALL' && !path.endsWith('*'))
    .map(({ method, path }) => {
      const below = path.slice(path.indexOf('/ui-api/') + '/ui-api/'.length)
      return `${method} ${below.replace(/:(\w+)/g, '{$1}')}`
    })
  expect(listed.toSorted()).toEqual(routes.toSorted())
})
