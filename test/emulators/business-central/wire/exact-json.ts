import { Decimal } from 'decimal.js'

// Node 24 has both; the TypeScript library has neither yet. [ECMAScript proposal: JSON.parse source text access]
interface SourceTextJson {
  rawJSON(text: string): unknown
  parse(
    text: string,
    reviver: (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown
}
const json = JSON as unknown as SourceTextJson

/** A number that leaves with exactly these digits. */
export const exactNumber = (digits: string): unknown => json.rawJSON(digits)

/**
 * Parses JSON; every number becomes a `Decimal` with all the digits that were sent.
 *
 * @throws SyntaxError when the text is no JSON
 */
export const parseExact = (text: string): unknown =>
  json.parse(text, (_key, value, context) => (typeof value === 'number' ? new Decimal(context.source ?? value) : value))

/** JSON of what `parseExact` read: every `Decimal` is a number again. */
export const writeExact = (value: unknown): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, key, plain: unknown) {
    // `Decimal` has a toJSON of its own, which makes a text of it before a replacer sees it.
    const original = this[key]
    return original instanceof Decimal ? exactNumber(original.toFixed()) : plain
  })
