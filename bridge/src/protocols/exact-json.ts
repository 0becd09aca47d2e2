/** A reviver as engines have it since "JSON.parse source text access": the third argument carries the source text. */
type SourceReviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown

/** Digits that a double holds for certain. */
const safeDigits = 15

/**
 * Parses JSON without losing digits: a number with more digits than a double is sure to hold stays the text it was
 * (decimals of Business Central and numbers of Salesforce have up to 18).
 *
 * @throws SyntaxError when the text is no JSON
 */
export function parseExactJson(text: string): unknown {
  const keepDigits: SourceReviver = (_, value, { source }) =>
    typeof value === 'number' && source !== undefined && source.replace(/\D/g, '').length > safeDigits ? source : value
  return JSON.parse(text, keepDigits as Parameters<typeof JSON.parse>[1])
}

/** A decimal as a JSON number with exactly these digits, for `JSON.stringify`. */
export function exactNumber(decimal: { toFixed(): string }): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(decimal.toFixed())
}
