import { Decimal } from 'decimal.js'
import { z } from 'zod'
import type { Field } from '../engine/entity.ts'
import { DoesNotFit } from '../mapping/index.ts'

const shown = (value: unknown) => (typeof value === 'string' ? `"${value}"` : JSON.stringify(value))
const misfit = (value: unknown, wanted: string) => new DoesNotFit(`${shown(value)} is not ${wanted}`)

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (Decimal.isDecimal(value)) return value.toFixed()
  if (typeof value === 'number') return new Decimal(value).toFixed()
  if (typeof value === 'boolean') return String(value)
  throw misfit(value, 'a single value')
}

function numberOf(value: unknown): Decimal {
  if (Decimal.isDecimal(value)) return value
  try {
    // What an expression worked out in floating point is exact to 15 digits.
    return typeof value === 'number' ? new Decimal(value.toPrecision(15)) : new Decimal(textOf(value).trim())
  } catch {
    throw misfit(value, 'a number')
  }
}

function flagOf(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'false') return value === 'true'
  throw misfit(value, 'true or false')
}

function choiceOf(value: unknown, choices: readonly string[]): string {
  const text = textOf(value)
  const found = choices.find((each) => each.toLowerCase() === text.toLowerCase())
  if (found === undefined) throw misfit(value, `one of ${choices.join(', ')}`)
  return found
}

/**
 * A value of any kind as a field of this kind takes it, in engine form. Empty is null.
 *
 * @throws DoesNotFit with the value and what is wanted
 */
export function convertTo(field: Field, value: unknown): unknown {
  if (value === null || value === undefined || value === '') return field.kind === 'flag' ? false : null
  switch (field.kind) {
    case 'number':
      return numberOf(value)
    case 'flag':
      return flagOf(value)
    case 'choice':
      return field.choices ? choiceOf(value, field.choices) : textOf(value)
    case 'day': {
      const text = textOf(value)
      if (!z.iso.date().safeParse(text).success) throw misfit(value, 'a day (YYYY-MM-DD)')
      return text
    }
    case 'instant': {
      const at = z.iso.datetime({ offset: true }).safeParse(textOf(value))
      if (!at.success) throw misfit(value, 'an instant (2026-05-06T11:30:00Z)')
      return new Date(at.data).toISOString()
    }
    case 'text': {
      const text = textOf(value)
      if (field.length !== undefined && text.length > field.length) {
        throw new DoesNotFit(`${shown(value)} is longer than ${field.length} characters`)
      }
      return text
    }
    case 'id':
    case 'reference':
      return textOf(value)
    case 'lines':
      throw misfit(value, 'a list of lines')
  }
}
