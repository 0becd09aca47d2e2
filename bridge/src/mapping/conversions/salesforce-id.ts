/** What the three letters behind an 18-character id stand for: five bits each, one per character before. */
const suffixLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/**
 * The record id that was written in upper case, as it was: the last three of the 18 characters say which of the others are
 * capital letters. Null when it is no id. [Salesforce: 18-character record ids]
 */
export function salesforceId(upper: string): string | null {
  const text = upper.trim().toUpperCase()
  if (!/^[A-Z0-9]{15}[A-Z0-5]{3}$/.test(text)) return null
  const suffix = text.slice(15)
  const letters = Array.from(text.slice(0, 15), (character, index) => {
    const bits = suffixLetters.indexOf(suffix.charAt(Math.floor(index / 5)))
    const isCapital = (bits >> (index % 5)) % 2 === 1
    return isCapital ? character : character.toLowerCase()
  })
  return letters.join('') + suffix
}
