import type { FieldSchema } from '../schema.ts'

/** Users of this sandbox have the locale en_US, the time zone GMT and, in a single-currency org, US dollars. */
const locale = 'en-US'

/** Exactly the decimals of the field; `Intl` formats decimal text without making it a floating-point number. */
function decimal(value: string, scale: number, currency?: string): string {
  const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale }
  const style = currency === undefined ? digits : { ...digits, style: 'currency' as const, currency }
  return new Intl.NumberFormat(locale, style).format(value as Intl.StringNumericLiteral)
}

const day = new Intl.DateTimeFormat(locale, { timeZone: 'GMT', year: 'numeric', month: 'numeric', day: 'numeric' })
const clock = new Intl.DateTimeFormat(locale, { timeZone: 'GMT', hour: 'numeric', minute: '2-digit' })

/** Unicode puts a narrow space before AM and PM; Salesforce a plain one. */
const timeOfDay = (instant: number): string => clock.format(instant).replace(/\u202f/g, ' ')

function label(field: FieldSchema, value: string): string {
  return field.picklistValues.find((one) => one.value === value)?.label ?? value
}

/**
 * What a person sees of a stored value; null for values that need no localizing (text, ids, checkboxes) and for null.
 * [User Interface API Developer Guide: Field Value]
 */
export function displayValue(field: FieldSchema, value: unknown): string | null {
  // Null has nothing to show, and a checkbox is drawn, not written.
  if ((typeof value !== 'string' && typeof value !== 'number') || value === '') return null
  const text = String(value)
  switch (field.type) {
    case 'picklist':
    case 'combobox':
      return label(field, text)
    case 'multipicklist':
      return text
        .split(';')
        .map((one) => label(field, one))
        .join(';')
    case 'currency':
      return decimal(text, field.scale, 'USD')
    case 'double':
      return decimal(text, field.scale)
    case 'percent':
      return `${decimal(text, field.scale)}%`
    case 'int':
    case 'long':
      return decimal(text, 0)
    case 'date':
      return day.format(Date.parse(text))
    case 'datetime':
      return `${day.format(Date.parse(text))}, ${timeOfDay(Date.parse(text))}`
    case 'time':
      return timeOfDay(Date.parse(`1970-01-01T${text.replace(/Z$/, '')}Z`))
    case 'id':
    case 'string':
    case 'textarea':
    case 'boolean':
    case 'phone':
    case 'email':
    case 'url':
    case 'reference':
    case 'address':
    case 'base64':
      return null
  }
}
