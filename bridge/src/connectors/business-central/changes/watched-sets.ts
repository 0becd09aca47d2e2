import type { Entity } from '../../../engine/entity.ts'
import { identityOf, type CompanyRef } from '../../../mapping/index.ts'
import { customer, itemStock, ledgerPayment, salesCreditMemo, salesInvoice } from '../entities.ts'
import { entitySets } from '../sets.ts'

/** One set of one company. */
export interface CompanySet {
  readonly company: CompanyRef
  readonly set: string
}

const namesOf = (watch: readonly Entity[]) => new Set(watch.map((entity) => identityOf(entity).name))

/** The sets, of every company, that the watched entities stand on. */
export function watchedSets(companies: readonly CompanyRef[], watch: readonly Entity[]): readonly CompanySet[] {
  const names = namesOf(watch)
  const sets = entitySets.flatMap(({ entity, set }) => (set !== undefined && names.has(entity.name) ? [set] : []))
  return companies.flatMap((company) => [...new Set(sets)].map((set) => ({ company, set })))
}

/** Whether anything watched changes with the customer ledger: payments, what is left of invoices, customers' balances. */
export function watchesLedger(watch: readonly Entity[]): boolean {
  const names = namesOf(watch)
  return [ledgerPayment, salesInvoice, salesCreditMemo, customer].some(({ name }) => names.has(name))
}

/** Whether anybody wants to know how much of an item is there. */
export const watchesStock = (watch: readonly Entity[]): boolean => watch.some(({ name }) => name === itemStock.name)

/** Whether Business Central signals changes of the set. */
export const signals = ({ set }: CompanySet): boolean => !entitySets.some((each) => each.set === set && each.silent)
