const dayMs = 86_400_000

const startOfYear = (at: Date): number => Date.UTC(at.getUTCFullYear(), 0, 1)
const dayOfYear = (at: Date): number => Math.floor((at.getTime() - startOfYear(at)) / dayMs) + 1

/**
 * SOQL's date functions; the fiscal year of the sandbox is the calendar year, its time zone GMT, Sunday the first day (1).
 * WEEK_IN_YEAR counts seven days from 1 January, as the reference says. [SOQL and SOSL Reference: Date Functions]
 */
export const dateFunctions: Readonly<Record<string, (at: Date) => number | string>> = {
  CALENDAR_YEAR: (at) => at.getUTCFullYear(),
  CALENDAR_QUARTER: (at) => Math.floor(at.getUTCMonth() / 3) + 1,
  CALENDAR_MONTH: (at) => at.getUTCMonth() + 1,
  FISCAL_YEAR: (at) => at.getUTCFullYear(),
  FISCAL_QUARTER: (at) => Math.floor(at.getUTCMonth() / 3) + 1,
  FISCAL_MONTH: (at) => at.getUTCMonth() + 1,
  DAY_IN_MONTH: (at) => at.getUTCDate(),
  DAY_IN_WEEK: (at) => at.getUTCDay() + 1,
  DAY_IN_YEAR: dayOfYear,
  DAY_ONLY: (at) => at.toISOString().slice(0, 10),
  HOUR_IN_DAY: (at) => at.getUTCHours(),
  WEEK_IN_MONTH: (at) => Math.floor((at.getUTCDate() - 1) / 7) + 1,
  WEEK_IN_YEAR: (at) => Math.floor((dayOfYear(at) - 1) / 7) + 1,
}

/** These need a time of day. */
export const ofInstants: ReadonlySet<string> = new Set(['DAY_ONLY', 'HOUR_IN_DAY'])
