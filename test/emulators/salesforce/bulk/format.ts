import { bulkError } from './bulk-error.ts'
import { type CsvFormat, delimiters, lineEndings } from './csv.ts'

/** A value of an enumeration in a job's JSON, in exactly its spelling. */
export function oneOf<Value extends string>(allowed: readonly Value[], given: unknown, name: string): Value {
  const found = allowed.find((value) => value === given)
  if (found === undefined)
    throw bulkError(
      'INVALIDJOB',
      `InvalidJob : ${typeof given === 'string' ? given : JSON.stringify(given ?? null)} is not a valid value for ${name}. Valid values: ${allowed.join(', ')}`,
    )
  return found
}

/** `columnDelimiter`, `lineEnding` and `contentType` of a job, with their defaults COMMA, LF and CSV. */
export function formatOf(body: Readonly<Record<string, unknown>>): CsvFormat {
  oneOf(['CSV'], body.contentType ?? 'CSV', 'contentType')
  return {
    columnDelimiter: oneOf(
      Object.keys(delimiters) as (keyof typeof delimiters)[],
      body.columnDelimiter ?? 'COMMA',
      'columnDelimiter',
    ),
    lineEnding: oneOf(Object.keys(lineEndings) as (keyof typeof lineEndings)[], body.lineEnding ?? 'LF', 'lineEnding'),
  }
}
