import { BusinessError } from '../../tables.ts'
import type { PageContext } from '../page.ts'

/** The line number asked for when it is free in the batch, else the next multiple of 10,000. */
export function nextLine(
  { company, switches }: PageContext,
  table: string,
  journalId: string,
  wanted: unknown,
): number {
  const taken = company
    .table(table)
    .where('journalId', journalId)
    .map((row) => Number(row['lineNumber']))
  if (typeof wanted === 'number' && wanted !== 0) {
    if (taken.includes(wanted))
      throw new BusinessError(
        `The line ${wanted} already exists.`,
        'Internal_EntityWithSameKeyExists',
        switches.duplicateKeyStatus,
      )
    return wanted
  }
  return Math.floor(Math.max(0, ...taken) / 10_000) * 10_000 + 10_000
}
