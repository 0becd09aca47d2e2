import { localCurrency } from '../posting/currency.ts'
import type { Page } from './page.ts'

/** One row per company. */
export const companyInformation: Page = {
  computed: { currencyCode: ({ company }) => localCurrency(company) },
}
