import { nearestName } from '../overrides/live-schema.ts'
import { flows } from '../flows/index.ts'

/** The command line is wrong: exit code 2. */
export class BadUsage extends Error {
  override readonly name = 'BadUsage'
}

/** That there is no such flow, and which there are. */
export function flowNames(wrong: string): string {
  const names = flows.map(({ name }) => name)
  const near = nearestName(names, wrong)
  return `There is no flow ${wrong}.${near === undefined ? '' : ` Did you mean ${near}?`} The flows are: ${names.join(', ')}.`
}

/**
 * An instant, or the beginning of a day (UTC), as ISO.
 *
 * @throws BadUsage
 */
export function instantOf(option: string, text: string): string {
  const isInstant = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/.test(text)
  const at = new Date(text).getTime()
  if (!isInstant || Number.isNaN(at))
    throw new BadUsage(
      `${option} ${text} is neither a day nor an instant. Example: ${option} 2026-11-01 or ${option} 2026-11-01T08:00:00Z`,
    )
  return new Date(at).toISOString()
}
