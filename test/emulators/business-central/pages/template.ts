import type { SandboxCompany } from '../company/company.ts'
import { own, type Values } from '../wire/coerce.ts'

/** What new customers or items begin with: the one row of `_customerTemplate` or `_itemTemplate`. */
export const templateValues = (company: SandboxCompany, template: '_customerTemplate' | '_itemTemplate'): Values =>
  own(company.table(template).all()[0] ?? {})
