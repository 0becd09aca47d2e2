import { CsvError, parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'

/** [Bulk API 2.0: Prepare CSV Files — ColumnDelimiterEnum] */
export const delimiters = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
} as const
export type ColumnDelimiter = keyof typeof delimiters

export const lineEndings = { LF: '\n', CRLF: '\r\n' } as const
export type LineEnding = keyof typeof lineEndings

export interface CsvFormat {
  readonly columnDelimiter: ColumnDelimiter
  readonly lineEnding: LineEnding
}

export interface CsvTable {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** In the words of a job's `errorMessage`; a byte-order mark before a quoted header is the commonest cause of the first. */
const parseErrors: Readonly<Record<string, string>> = {
  INVALID_OPENING_QUOTE:
    'InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote',
  CSV_INVALID_CLOSING_QUOTE:
    'InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote',
  CSV_QUOTE_NOT_CLOSED: 'InvalidBatch : Failed to parse CSV. EOF reached before closing an opened quote',
}

/**
 * Reads an upload. Its line ending must be the job's: the first line break decides. A byte-order mark is not taken off.
 * @returns the table, or the `errorMessage` the job fails with
 */
export function readCsv(text: string, { columnDelimiter, lineEnding }: CsvFormat): CsvTable | string {
  const first = /\r\n|\n/.exec(text)?.[0]
  if (first !== undefined && first !== lineEndings[lineEnding])
    return `ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${lineEnding}`
  try {
    const [header = [], ...rows] = parse(text, {
      delimiter: delimiters[columnDelimiter],
      record_delimiter: lineEndings[lineEnding],
      skip_empty_lines: true,
    })
    return { header, rows }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return parseErrors[error.code] ?? `InvalidBatch : Failed to parse CSV. ${error.message}`
  }
}

/** Every value is quoted, as Salesforce writes results; there is a line ending after the last row too. */
export function writeCsv(rows: readonly (readonly string[])[], { columnDelimiter, lineEnding }: CsvFormat): string {
  return stringify(rows as string[][], {
    delimiter: delimiters[columnDelimiter],
    record_delimiter: lineEndings[lineEnding],
    quoted: true,
    quoted_empty: true,
  })
}
