import { flows } from '../flows/index.ts'
import { open } from './open.ts'
import { trailOf } from './trail.ts'
import { BadUsage } from './usage.ts'

/** A value as a person reads it: amounts as numbers, lines by their number. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return `${value.length} lines`
  return JSON.stringify(value)
}

/**
 * `bridge audit <system> <id>`: everything that has happened to a record, on either side, oldest first. Reads the database only.
 *
 * @throws BadUsage when there is no such system
 */
export async function audit(
  system: string,
  id: string,
  { json, limit }: { json: boolean; limit: string },
): Promise<number> {
  const systems = [...new Set(flows.flatMap(({ source, target }) => [source.system, target.system]))]
  if (!systems.includes(system))
    throw new BadUsage(`There is no system ${system}. The systems are: ${systems.join(', ')}.`)
  if (!/^[1-9]\d{0,5}$/.test(limit)) throw new BadUsage(`--limit ${limit} is not a number between 1 and 999999.`)
  const { store } = await open({ migrate: true })
  try {
    const entries = trailOf([...(await store.audit.of(system, id, Number(limit)))].reverse())
    if (json) {
      console.log(JSON.stringify(entries, undefined, 2))
      return 0
    }
    if (entries.length === 0)
      console.log(`Nothing has happened to ${id} in ${system}. Ids are case-sensitive, 18 characters in Salesforce.`)
    for (const { id: number, at, flow, outcome, record, targetId, changes, message } of entries) {
      const to = targetId === undefined ? '' : ` → ${targetId}`
      console.log(`${number.padStart(7)}  ${at}  ${flow}  ${outcome}  ${record}${to}`)
      if (message !== undefined) console.log(`         ${message}`)
      for (const { field, is, ...more } of changes)
        console.log(`         ${field}: ${'was' in more ? `${shown(more.was)} → ` : ''}${shown(is)}`)
    }
    return 0
  } finally {
    await store.close()
  }
}
