import type { Conversion } from '../from.ts'
import { DoesNotFit } from '../rule.ts'

const names = new Intl.DisplayNames(['en'], { type: 'region' })
const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index))

/** English country name, lower case → ISO 3166-1 alpha-2 code, from the runtime's own CLDR data. */
const codeByName = new Map(
  letters
    .flatMap((first) => letters.map((second) => first + second))
    .flatMap((code): [string, string][] => {
      // Codes that CLDR has given up (UK, DD) still have a name; the canonical code is the one that counts.
      const canonical = new Intl.Locale(`und-${code}`).region
      const name = names.of(code)
      return name === undefined || name === code || canonical !== code ? [] : [[name.toLowerCase(), code]]
    }),
)
const alsoCalled: Readonly<Record<string, string>> = {
  usa: 'US',
  'united states of america': 'US',
  uk: 'GB',
  'great britain': 'GB',
  'the netherlands': 'NL',
  holland: 'NL',
}

/** A country's name or code becomes its two-letter ISO code, the usual code of Business Central's Countries/Regions. */
export const countryCode: Conversion<string | null, string | null> = {
  how: 'as ISO country code',
  convert: (value) => {
    const country = value?.trim() ?? ''
    if (country === '') return null
    if (/^[a-z]{2}$/i.test(country) && country.toLowerCase() !== 'uk') return country.toUpperCase()
    const code = alsoCalled[country.toLowerCase()] ?? codeByName.get(country.toLowerCase())
    if (code === undefined)
      throw new DoesNotFit(`"${country}" is not a country we know. Use its name or two-letter code.`)
    return code
  },
}
