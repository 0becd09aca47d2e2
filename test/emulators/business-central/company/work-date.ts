/**
 * The calendar day of an instant in a time zone, `YYYY-MM-DD`. Business Central's dates are the company's own days,
 * never UTC.
 */
export function dayIn(timeZone: string): (instant: number) => string {
  // Swedish dates are written the ISO way.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return (instant) => format.format(instant)
}
