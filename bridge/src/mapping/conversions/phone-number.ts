import type { Conversion } from '../from.ts'
import { DoesNotFit } from '../rule.ts'

/**
 * A phone number without letters, at most 30 characters: Business Central refuses letters in it. "+1 404 555 0100 ext. 7"
 * loses what begins with the first letter; the extension stays in Salesforce.
 */
export const phoneNumber: Conversion<string | null, string | null> = {
  how: 'without letters, at most 30 characters',
  convert: (value) => {
    const number = /^[^\p{L}]*/u.exec(value ?? '')?.[0].trim() ?? ''
    if (number.length > 30)
      throw new DoesNotFit(`"${number}" has ${number.length} characters, the field takes 30. Shorten it.`)
    return number || null
  },
}
