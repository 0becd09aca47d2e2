/** `GroupByFunction` by the field of an aggregate that shows it. [GraphQL API Developer Guide: Group By Schema] */
export const groupFunctions = {
  CALENDAR_MONTH: 'calendarMonth',
  CALENDAR_QUARTER: 'calendarQuarter',
  CALENDAR_YEAR: 'calendarYear',
  DAY_IN_MONTH: 'dayInMonth',
  DAY_IN_WEEK: 'dayInWeek',
  DAY_IN_YEAR: 'dayInYear',
  DAY_ONLY: 'dayOnly',
  FISCAL_MONTH: 'fiscalMonth',
  FISCAL_QUARTER: 'fiscalQuarter',
  FISCAL_YEAR: 'fiscalYear',
  HOUR_IN_DAY: 'hourInDay',
  WEEK_IN_MONTH: 'weekInMonth',
  WEEK_IN_YEAR: 'weekInYear',
} as const

export type GroupFunction = keyof typeof groupFunctions

const oneDay = 24 * 3600 * 1000

/** The fiscal year of the org is the calendar year, and its time zone GMT. [SOQL and SOSL Reference: Date Functions] */
const parts: Readonly<Record<GroupFunction, (date: Date) => number | string>> = {
  CALENDAR_MONTH: (date) => date.getUTCMonth() + 1,
  CALENDAR_QUARTER: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  CALENDAR_YEAR: (date) => date.getUTCFullYear(),
  DAY_IN_MONTH: (date) => date.getUTCDate(),
  DAY_IN_WEEK: (date) => date.getUTCDay() + 1,
  DAY_IN_YEAR: (date) => dayInYear(date),
  DAY_ONLY: (date) => date.toISOString().slice(0, 10),
  FISCAL_MONTH: (date) => date.getUTCMonth() + 1,
  FISCAL_QUARTER: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  FISCAL_YEAR: (date) => date.getUTCFullYear(),
  HOUR_IN_DAY: (date) => date.getUTCHours(),
  WEEK_IN_MONTH: (date) => Math.floor((date.getUTCDate() - 1) / 7) + 1,
  WEEK_IN_YEAR: (date) => Math.floor((dayInYear(date) - 1) / 7) + 1,
}

const dayInYear = (date: Date): number =>
  Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / oneDay) + 1

/** A part of a stored date or instant; undefined for none. */
export function datePart(name: GroupFunction, value: unknown): number | string | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : parts[name](new Date(at))
}
