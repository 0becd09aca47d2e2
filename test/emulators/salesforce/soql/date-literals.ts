const dayMs = 86_400_000

interface Range {
  /** First instant. */
  readonly from: number
  /** First instant after it. */
  readonly to: number
}

const utc = (year: number, month: number, day = 1): number => Date.UTC(year, month, day)

/** Weeks begin on Sunday, as in the en_US locale; days and years are those of GMT, the time zone of the sandbox's users. */
function units(now: number): Record<string, (offset: number) => Range> {
  const date = new Date(now)
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth()
  const today = utc(year, month, date.getUTCDate())
  const sunday = today - date.getUTCDay() * dayMs
  const quarter = Math.floor(month / 3)
  const span = (from: number, to: number): Range => ({ from, to })
  return {
    DAY: (n) => span(today + n * dayMs, today + (n + 1) * dayMs),
    WEEK: (n) => span(sunday + n * 7 * dayMs, sunday + (n + 1) * 7 * dayMs),
    MONTH: (n) => span(utc(year, month + n), utc(year, month + n + 1)),
    QUARTER: (n) => span(utc(year, (quarter + n) * 3), utc(year, (quarter + n + 1) * 3)),
    YEAR: (n) => span(utc(year + n, 0), utc(year + n + 1, 0)),
  }
}

/** The days a date literal covers: `TODAY`, `LAST_MONTH`, `LAST_N_DAYS:30`, …; undefined when it is not one. */
export function dateLiteral(literal: string, now: number): Range | undefined {
  // The fiscal year of a new org is the calendar year.
  const text = literal.toUpperCase().replace('FISCAL_', '')
  const by = units(now)
  const near: Readonly<Record<string, number>> = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 }
  const offset = near[text]
  if (offset !== undefined) return by.DAY?.(offset)
  if (text === 'LAST_90_DAYS') return dateLiteral('LAST_N_DAYS:90', now)
  if (text === 'NEXT_90_DAYS') return dateLiteral('NEXT_N_DAYS:90', now)
  const relative = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(text)
  if (relative) return by[relative[2] ?? '']?.({ LAST: -1, THIS: 0, NEXT: 1 }[relative[1] ?? 'THIS'] ?? 0)
  const many = /^(LAST_N|NEXT_N|N)_(DAY|WEEK|MONTH|QUARTER|YEAR)S(_AGO)?:(\d+)$/.exec(text)
  const unit = many && by[many[2] ?? '']
  if (!unit) return undefined
  const n = Number(many[4])
  if (many[1] === 'N') return unit(-n)
  // LAST_N_DAYS takes today in, the longer units begin with the last complete one.
  if (many[1] === 'LAST_N') return { from: unit(-n).from, to: many[2] === 'DAY' ? unit(0).to : unit(-1).to }
  return { from: unit(1).from, to: unit(n).to }
}
