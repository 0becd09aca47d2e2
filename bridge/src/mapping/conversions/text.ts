import type { Conversion } from '../from.ts'
import { DoesNotFit } from '../rule.ts'

function fit(value: string | null, length: number): string {
  const trimmed = value?.trim() ?? ''
  if (trimmed.length > length) {
    throw new DoesNotFit(`"${trimmed}" has ${trimmed.length} characters, the field takes ${length}. Shorten it.`)
  }
  return trimmed
}

/**
 * Text of at most `length` characters, without blanks around it. A longer text is refused, not cut: a name that is
 * silently shortened in finance is a different name.
 */
export function text(length: number): Conversion<string | null, string | null> {
  return { how: `at most ${length} characters`, convert: (value) => fit(value, length) || null }
}

/** As `text`, and refused when empty. */
export function requiredText(length: number): Conversion<string | null, string> {
  return {
    how: `at most ${length} characters, not empty`,
    convert: (value) => {
      const fitted = fit(value, length)
      if (fitted === '') throw new DoesNotFit('The field is empty. Fill it.')
      return fitted
    },
  }
}

/** The first `length` characters, for texts where the rest does not change the meaning. */
export function cut(length: number): Conversion<string | null, string | null> {
  return { how: `the first ${length} characters`, convert: (value) => value?.slice(0, length) ?? null }
}
