import { readFile } from 'node:fs/promises'
import { Misconfigured } from '../engine/errors.ts'
import { parseOverrides, problemText, type Overrides } from './document.ts'

/**
 * The override file; without one there are no overrides.
 *
 * @throws Misconfigured naming every mistake of its form; whether its fields exist is asked of the systems later
 */
export async function readOverrides(path: string | undefined): Promise<Overrides> {
  if (path === undefined) return {}
  const { overrides, problems } = parseOverrides(await readFile(path, 'utf8'))
  if (problems.length === 0) return overrides
  throw new Misconfigured(`BRIDGE_MAPPINGS, ${path}, cannot be used: ${problems.map(problemText).join(' ')}`, {
    advice: 'Correct the file; `bridge mappings check` shows what is wrong.',
  })
}
