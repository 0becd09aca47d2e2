import { Decimal } from 'decimal.js'
import type { FieldSchema } from '../schema.ts'

/** `1234.5` → `1,234.50`. */
function grouped(value: string, scale: number): string {
  const [whole = '0', fraction] = new Decimal(value).toFixed(scale, Decimal.ROUND_HALF_UP).split('.')
  const sign = whole.startsWith('-') ? '-' : ''
  const digits = whole.replace('-', '').replace(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}${digits}${fraction === undefined ? '' : `.${fraction}`}`
}

const clock = (at: Date): string => {
  const hours = at.getUTCHours()
  const minutes = String(at.getUTCMinutes()).padStart(2, '0')
  return `${hours % 12 === 0 ? 12 : hours % 12}:${minutes} ${hours < 12 ? 'AM' : 'PM'}`
}

const day = (at: Date): string => `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()}`

/** A stored value as `FORMAT()` writes it for a user of the locale en_US in GMT; the one currency of an org is USD. [SOQL and SOSL Reference: FORMAT()] */
export function formatted(field: FieldSchema, value: unknown, isoCode: string | undefined): unknown {
  if (value === null || value === undefined) return null
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  switch (field.type) {
    case 'currency':
      return isoCode === undefined ? `$${grouped(text, 2)}` : `${isoCode} ${grouped(text, 2)}`
    case 'double':
    case 'int':
      return grouped(text, field.type === 'int' ? 0 : field.scale)
    case 'percent':
      return `${grouped(text, field.scale)}%`
    case 'date':
      return day(new Date(`${text}T00:00:00Z`))
    case 'datetime':
      return `${day(new Date(text))}, ${clock(new Date(text))}`
    default:
      return text
  }
}
