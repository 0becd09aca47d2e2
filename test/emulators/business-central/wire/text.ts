/**
 * A value that rows keep as text – texts, codes, guids, dates, decimals – or `blank` where there is none.
 */
export function text(values: Readonly<Record<string, unknown>> | undefined, name: string, blank = ''): string {
  const value = values?.[name]
  return typeof value === 'string' ? value : blank
}
