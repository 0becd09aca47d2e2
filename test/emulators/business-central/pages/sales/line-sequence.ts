import { BusinessError, type Row } from '../../tables.ts'
import type { PageContext } from '../page.ts'
import type { DocumentKind } from './document-kind.ts'

/** The number of a line: what was asked for when it is free, else the next multiple of 10,000. */
export function sequenceFor(
  { company, switches }: PageContext,
  kind: DocumentKind,
  document: Row,
  wanted: unknown,
): number {
  const taken = company
    .table(kind.lines)
    .where('documentId', document.id)
    .map((line) => Number(line['sequence']))
  if (typeof wanted === 'number' && wanted !== 0) {
    if (wanted < 0) throw new BusinessError(`The "sequence" ${wanted} is not valid.`)
    if (taken.includes(wanted))
      throw new BusinessError(
        `A line with the "sequence" ${wanted} already exists.`,
        'Internal_EntityWithSameKeyExists',
        switches.duplicateKeyStatus,
      )
    return wanted
  }
  return Math.floor(Math.max(0, ...taken) / 10_000) * 10_000 + 10_000
}
