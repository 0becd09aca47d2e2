import type { CompanyRef } from '../../../mapping/index.ts'
import { inCompany, type Client } from '../client.ts'

/** The local currency of a company: asked once, it never changes. Null when the company does not say. */
export function localCurrency(client: Pick<Client, 'rows'>) {
  const known = new Map<string, Promise<string | null>>()
  return (company: Pick<CompanyRef, 'id'>): Promise<string | null> => {
    const path = inCompany(company, 'companyInformation?$select=id,currencyCode')
    const asked =
      known.get(company.id) ??
      client
        .rows(path, 'read the company information')
        .then(([row]) => (typeof row?.currencyCode === 'string' && row.currencyCode !== '' ? row.currencyCode : null))
    known.set(company.id, asked)
    // A failure is not remembered: the next read asks again.
    asked.catch(() => known.delete(company.id))
    return asked
  }
}
