export { after } from './after.ts'
export { always } from './always.ts'
export { belongsTo, companyName, isOwn, namesCompany, ofItsCompany } from './company.ts'
export { computed } from './computed.ts'
export { continuedTexts } from './continued-texts.ts'
export { countryCode } from './conversions/country-code.ts'
export { currencyDigits } from './conversions/currency-digits.ts'
export { phoneNumber } from './conversions/phone-number.ts'
export { salesforceId } from './conversions/salesforce-id.ts'
export { cut, requiredText, text } from './conversions/text.ts'
export { firstOf } from './first-of.ts'
export { from } from './from.ts'
export { ifFilled } from './if-filled.ts'
export { ifKnown } from './if-known.ts'
export { known, knownIfAny } from './known.ts'
export { lines } from './lines.ts'
export { linked, linkedIfAny, linkedLater } from './linked.ts'
export { linkedField } from './linked-field.ts'
export { matchOnly } from './match-only.ts'
export { needed } from './needed.ts'
export { onCreate } from './on-create.ts'
export { shared } from './both-sides-own.ts'
export { onceWon, untilWon } from './staged.ts'
export { stamp } from './stamp.ts'
export { unless } from './unless.ts'
export { unlessElsewhere } from './unless-elsewhere.ts'
export { whenEmptied } from './when-emptied.ts'
export {
  DoesNotFit,
  NotToBeMade,
  identityOf,
  type CompanyRef,
  type EntityRef,
  type FilledLine,
  type Need,
  type Resolved,
  type Rule,
  type Stage,
} from './rule.ts'
