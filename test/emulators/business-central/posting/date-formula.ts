import { BusinessError } from '../tables.ts'

const day = 24 * 60 * 60 * 1000
const at = (date: string): Date => new Date(`${date}T00:00:00Z`)
const show = (date: Date): string => date.toISOString().slice(0, 10)
const days = (date: Date, count: number): Date => new Date(date.getTime() + count * day)
/** Last day of the month that lies `months` after the month of `date`. */
const monthEnd = (date: Date, months: number): Date =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0))

/** Months later on the same day, or on the last day of a shorter month. */
function months(date: Date, count: number): Date {
  const end = monthEnd(date, count)
  return date.getUTCDate() >= end.getUTCDate()
    ? end
    : new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth(), date.getUTCDate()))
}

/** Monday is 1, Sunday 7. */
const weekday = (date: Date): number => ((date.getUTCDay() + 6) % 7) + 1

function endOfCurrent(date: Date, unit: string): Date {
  if (unit === 'D' || unit === 'WD') return date
  if (unit === 'W') return days(date, 7 - weekday(date))
  if (unit === 'M') return monthEnd(date, 0)
  if (unit === 'Q') return monthEnd(date, 2 - (date.getUTCMonth() % 3))
  return new Date(Date.UTC(date.getUTCFullYear(), 11, 31))
}

function startOfCurrent(date: Date, unit: string): Date {
  if (unit === 'D' || unit === 'WD') return date
  if (unit === 'W') return days(date, 1 - weekday(date))
  const month = unit === 'M' ? date.getUTCMonth() : unit === 'Q' ? date.getUTCMonth() - (date.getUTCMonth() % 3) : 0
  return new Date(Date.UTC(date.getUTCFullYear(), month, 1))
}

function step(date: Date, sign: number, count: number, unit: string): Date {
  if (unit === 'D' || unit === 'WD') return days(date, sign * count)
  if (unit === 'W') return days(date, sign * count * 7)
  return months(date, sign * count * (unit === 'M' ? 1 : unit === 'Q' ? 3 : 12))
}

/** `D15`: the next (or last) 15th of a month; `WD5`: the next (or last) Friday. */
function named(date: Date, sign: number, unit: string, number: number): Date {
  for (let next = days(date, sign), left = 400; left > 0; next = days(next, sign), left--)
    if ((unit === 'WD' ? weekday(next) : next.getUTCDate()) === number) return next
  throw new BusinessError(`The date formula ${unit}${number} names no day.`)
}

const term = /([+-]?)(?:(C)(WD|[DWMQY])|(\d+)(WD|[DWMQY])|(WD|D)(\d+))/gy

/**
 * A date by a BC date formula: `10D`, `1M`, `CM` (end of the current month), `-CM` (its start), `CM+10D`, `D15`, `WD1`;
 * blank is the date itself. Throws when the formula cannot be read. [Microsoft Learn: Working with calendar dates]
 */
export function addFormula(date: string, formula: string): string {
  const wanted = formula.toUpperCase().replace(/[<>\s]/g, '')
  let result = at(date)
  let read = 0
  for (const [whole, signs, current, currentUnit = '', count, unit = '', nameUnit = '', number] of wanted.matchAll(
    term,
  )) {
    const sign = signs === '-' ? -1 : 1
    if (current !== undefined)
      result = sign < 0 ? startOfCurrent(result, currentUnit) : endOfCurrent(result, currentUnit)
    else if (count !== undefined) result = step(result, sign, Number(count), unit)
    else result = named(result, sign, nameUnit, Number(number))
    read += whole.length
  }
  if (read !== wanted.length)
    throw new BusinessError(`The value "${formula}" can't be evaluated into type DateFormula.`)
  return show(result)
}
