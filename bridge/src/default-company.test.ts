import { expect, it } from 'vitest'
import { rememberDefault, withDefault } from './default-company.ts'
import { silentLog } from './engine/log.ts'

const [us, uk] = [
  { id: 'a1', name: 'CRONUS USA, Inc.' },
  { id: 'b2', name: 'CRONUS UK' },
]
const memory = () => {
  const kept = new Map<string, string>()
  return {
    log: silentLog,
    cursors: {
      get: (name: string) => Promise.resolve(kept.get(name)),
      set: ({ name, value }: { name: string; value: string }) => Promise.resolve(void kept.set(name, value)),
    },
  }
}
/** What a bridge that only looks would take. */
const looks = async (...given: Parameters<typeof withDefault>) =>
  (await withDefault(...given)).filter(({ isDefault }) => isDefault).map(({ name }) => name)
/** A bridge starts. */
const names = async (
  companies: Parameters<typeof withDefault>[0],
  chosen: string | undefined,
  kept: ReturnType<typeof memory>,
) => {
  await rememberDefault(await withDefault(companies, chosen, kept), kept)
  return looks(companies, chosen, kept)
}

it('is the first company, and stays it when the companies are named in another order', async () => {
  const kept = memory()
  expect(await names([us, uk], undefined, kept)).toEqual([us.name])
  expect(await names([uk, us], undefined, kept)).toEqual([us.name])
})

it('is changed on purpose, by name or id, for good', async () => {
  const kept = memory()
  await names([us, uk], undefined, kept)
  expect(await names([us, uk], 'cronus uk', kept)).toEqual([uk.name])
  expect(await names([us, uk], undefined, kept)).toEqual([uk.name])
  expect(await names([us, uk], 'a1', kept)).toEqual([us.name])
})

it('is not changed by who only looks', async () => {
  const kept = memory()
  expect(await looks([us, uk], 'cronus uk', kept)).toEqual([uk.name])
  expect(await names([us, uk], undefined, kept)).toEqual([us.name])
  expect(await looks([us, uk], 'cronus uk', kept)).toEqual([uk.name])
  expect(await names([us, uk], undefined, kept)).toEqual([us.name])
})

it('must be among the companies', async () => {
  const kept = memory()
  await names([us, uk], undefined, kept)
  await expect(withDefault([uk], undefined, kept)).rejects.toThrow('does not name the default company any more (a1)')
  await expect(withDefault([us, uk], 'Fabrikam', kept)).rejects.toThrow('BC_DEFAULT_COMPANY is "Fabrikam"')
})
