import { BusinessError } from '../../tables.ts'
import type { Values } from '../../wire/coerce.ts'

const fieldError = (message: string) => new BusinessError(message, 'Application_FieldValidationException')

/**
 * What the field code of customers, vendors and contacts refuses: a phone number with letters, something that is no
 * e-mail address, a blank name.
 *
 * @throws BusinessError 400
 */
export function checkParty(values: Values): void {
  for (const name of ['phoneNumber', 'mobilePhoneNumber'])
    if (/\p{L}/u.test(text(values[name]))) throw fieldError('Phone No. must not contain letters.')
  const email = text(values['email'])
  for (const address of email.split(/[;,]/).filter((part) => part.trim() !== ''))
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address.trim()))
      throw fieldError(`The email address "${address.trim()}" is not valid.`)
  if (values['displayName'] !== undefined && text(values['displayName']).trim() === '')
    throw new BusinessError('The blank "displayName" is not allowed.')
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
