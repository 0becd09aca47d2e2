import type { EntitySet } from '../entities.ts'
import { BusinessError, type Row } from '../tables.ts'
import { noGuid } from '../wire/blank.ts'
import type { Values } from '../wire/coerce.ts'
import { isPosted } from '../posting/statuses.ts'
import { localCurrency } from '../posting/currency.ts'
import type { PageContext } from './page.ts'
import { references, type Reference } from './references.ts'

/**
 * Completes the references a write names: either side of a pair brings the other, both have to agree, a blank clears
 * both.
 *
 * @throws BusinessError 400 `Application_DialogException` when an id leads nowhere or a pair disagrees,
 * `Internal_InvalidTableRelation` when a code is not in the related table
 */
export function resolveReferences({ company }: PageContext, set: EntitySet, values: Values): Values {
  const resolved: Values = { ...values }
  for (const reference of references[set.name] ?? []) Object.assign(resolved, resolve(company, reference, resolved))
  return resolved
}

function resolve(company: PageContext['company'], reference: Reference, values: Values): Values {
  const table = company.table(reference.set)
  const id = reference.id === undefined ? undefined : values[reference.id]
  let code = reference.code === undefined ? undefined : values[reference.code]
  if (id === undefined && code === undefined) return {}
  // Sending the company's own currency is the same as sending none.
  if (reference.set === 'currencies' && code === localCurrency(company)) code = ''

  const fits = (row: Row) => reference.posted !== true || isPosted(row)
  const byId = typeof id === 'string' && id !== noGuid ? [table.get(id)].find((row) => row && fits(row)) : undefined
  if (typeof id === 'string' && id !== noGuid && !byId)
    throw new BusinessError(`The "${reference.id ?? ''}" does not match to a ${reference.label}.`)
  const byCode = typeof code === 'string' && code !== '' ? table.where(reference.by, code).find(fits) : undefined
  if (typeof code === 'string' && code !== '' && !byCode)
    throw new BusinessError(
      `The field ${reference.code ?? ''} contains a value (${code}) that cannot be found in the related table (${reference.label}).`,
      'Internal_InvalidTableRelation',
    )
  if (id !== undefined && code !== undefined && byId?.id !== byCode?.id)
    throw new BusinessError(
      `The "${reference.id ?? ''}" and "${reference.code ?? ''}" do not match to a specific ${reference.label}.`,
    )
  return both(reference, byId ?? byCode)
}

function both(reference: Reference, row: Row | undefined): Values {
  return {
    ...(reference.id !== undefined && { [reference.id]: row?.id ?? noGuid }),
    ...(reference.code !== undefined && { [reference.code]: row?.[reference.by] ?? '' }),
  }
}
