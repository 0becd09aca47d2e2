import { Rejected } from '../../../engine/errors.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { queryString, textLiteral } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client } from '../client.ts'
import { codeFields, type CodeField } from './composed.ts'

/** Ids behind codes that people use. Found ones are remembered: an id never changes its meaning. */
export interface Codes {
  /**
   * @param item the item a variant belongs to
   * @throws Rejected when nothing has the code
   */
  idOf(company: CompanyRef, field: CodeField, code: string, item?: string): Promise<string>
  /** The dimension and its value. @throws Rejected when either does not exist */
  dimension(company: CompanyRef, name: string, value: string): Promise<DimensionValue>
  /** Whether the company reckons with VAT, and not with sales tax. [API v2.0: taxGroup.taxType] */
  reckonsVat(company: CompanyRef): Promise<boolean>
}

export interface DimensionValue {
  readonly code: string
  readonly dimensionId: string
  readonly valueCode: string
  readonly valueId: string
}

/** Somebody adds the missing row to a set-up table, which sends no signal. */
const again = 900

export function createCodes(client: Pick<Client, 'rows'>, dimensionCodes: Readonly<Record<string, string>>): Codes {
  const found = new Map<string, string>()

  const look = async (company: CompanyRef, set: string, filter: string): Promise<string | undefined> => {
    const key = `${company.id}|${set}|${filter}`
    const known = found.get(key)
    if (known !== undefined) return known
    const path = inCompany(company, set) + queryString({ $filter: filter, $select: 'id' })
    const [row] = await client.rows(path, `look up ${set}`)
    if (row) found.set(key, textOf(row.id).toLowerCase())
    return row && textOf(row.id).toLowerCase()
  }

  return {
    async idOf(company, field, code, item) {
      const { set, label } = codeFields[field]
      const filter = [`code eq ${textLiteral(code)}`, ...(item === undefined ? [] : [`itemId eq ${item}`])].join(
        ' and ',
      )
      const id = await look(company, set, filter)
      if (id !== undefined) return id
      throw new Rejected(`Business Central has no ${label} "${code}"${item === undefined ? '' : ' of this item'}.`, {
        advice: `Use a ${label} of the company ${company.name}, or have "${code}" added there; then it goes on by itself.`,
        again,
      })
    },

    async dimension(company, name, value) {
      const code = dimensionCodes[name] ?? name
      const dimensionId = await look(company, 'dimensions', `code eq ${textLiteral(code)}`)
      if (dimensionId === undefined) {
        throw new Rejected(`The company ${company.name} has no dimension ${code}.`, {
          advice: `Have it added there, or let BC_DIMENSIONS name another dimension for ${name}; then it goes on by itself.`,
          again,
        })
      }
      const filter = `dimensionId eq ${dimensionId} and code eq ${textLiteral(value)}`
      const valueId = await look(company, 'dimensionValues', filter)
      if (valueId !== undefined) return { code, dimensionId, valueCode: value, valueId }
      throw new Rejected(`In ${company.name} the dimension ${code} has no value "${value}".`, {
        advice: `Use one of its values, or have "${value}" added there; then it goes on by itself.`,
        again,
      })
    },

    async reckonsVat(company) {
      const filter = "taxType eq 'VAT'"
      return (await look(company, 'taxGroups', filter)) !== undefined
    },
  }
}
