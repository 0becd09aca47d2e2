import type { Company, Row } from '../tables.ts'
import { addFormula } from './date-formula.ts'
import { dateOf, referred, text } from './read-row.ts'

/**
 * When a document falls due: the date entered, else the document date moved by the payment terms' formula, else the
 * document date.
 */
export function invoiceDueDate(company: Pick<Company, 'table'>, document: Row, documentDate: string): string {
  const entered = dateOf(document, 'dueDate')
  if (entered !== undefined) return entered
  const terms = referred(company, 'paymentTerms', document, 'paymentTermsId')
  return addFormula(documentDate, terms ? text(terms, 'dueDateCalculation') : '')
}
