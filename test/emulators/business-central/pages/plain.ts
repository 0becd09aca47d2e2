import type { EntitySet } from '../entities.ts'
import { BusinessError, type Row } from '../tables.ts'
import type { Values } from '../wire/coerce.ts'
import type { Page, PageContext } from './page.ts'
import { followRename, refuseInUse } from './usage.ts'

/** Another row has this number or code: 400 in live reports, 409 by one reading of the server. */
export function refuseDuplicate({ company, switches }: PageContext, set: EntitySet, values: Values, own?: Row): void {
  for (const key of ['number', 'code']) {
    const value = values[key]
    if (typeof value !== 'string' || value === '' || set.key.includes(key) || !isUnique(set, key)) continue
    const other = company
      .table(set.name)
      .where(key, value)
      .find((row) => row.id !== own?.id)
    if (other)
      throw new BusinessError(
        `The record in table ${set.type} already exists. Identification fields and values: ${key}='${value}'`,
        'Internal_EntityWithSameKeyExists',
        switches.duplicateKeyStatus,
      )
  }
}

/** A variant's code is unique within its item only. */
const isUnique = (set: EntitySet, key: string) => !(set.name === 'itemVariants' && key === 'code')

/**
 * What a create must bring (`a|b` = one of both).
 *
 * @throws BusinessError 400 `BadRequest_RequiredParamNotProvided`; `Application_DialogException` for a blank name
 */
export function refuseMissing(set: EntitySet, values: Values): void {
  for (const need of set.required) {
    const names = need.split('|')
    // A name that is there and blank is refused by the code of the table, not by the service.
    const name = values['displayName']
    if (names.includes('displayName') && typeof name === 'string' && name.trim() === '')
      throw new BusinessError('The blank "displayName" is not allowed.')
    const given = names.some((name) => values[name] !== undefined && values[name] !== '')
    if (!given)
      throw new BusinessError(
        `The ${names.map((name) => `"${name}"`).join(' or ')} must be provided.`,
        'BadRequest_RequiredParamNotProvided',
      )
  }
}

/** A set without rules of its own. */
export const plain: Required<Pick<Page, 'create' | 'update' | 'remove'>> = {
  create: (context, set, values) => {
    refuseMissing(set, values)
    refuseDuplicate(context, set, values)
    for (const key of ['code', 'number'])
      if (set.properties[key] && (values[key] ?? '') === '')
        throw new BusinessError(`The blank "${key}" is not allowed.`)
    return context.company.table(set.name).insert(values)
  },
  update: (context, set, row, change) => {
    for (const key of ['code', 'number'])
      if (change[key] === '') throw new BusinessError(`The blank "${key}" is not allowed.`)
    refuseDuplicate(context, set, change, row)
    const updated = context.company.table(set.name).update(row.id, change)
    followRename(context.company, set, row, updated)
    return updated
  },
  remove: (context, set, row) => {
    refuseInUse(context, set, row)
    context.company.table(set.name).delete(row.id)
  },
}
