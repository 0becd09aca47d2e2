import type { Literal, Sort, Test } from './generated-query.ts'

const quoted = (text: string): string => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`

function literal(field: string, value: Literal): string {
  if (typeof value !== 'string') return String(value)
  if (field === 'Due__c') return value
  return field === 'Seen__c' ? value : quoted(value)
}

/** A condition as SOQL text, with parentheses wherever AND, OR and NOT meet. */
export function writtenTest(test: Test): string {
  switch (test.is) {
    case 'compare':
      return `${test.field} ${test.operator} ${literal(test.field, test.value)}`
    case 'in':
      return `${test.field} ${test.negated ? 'NOT IN' : 'IN'} (${test.values.map((value) => literal(test.field, value)).join(', ')})`
    case 'like':
      // The pattern has its escapes already; only the quotes are left to escape.
      return `${test.field} LIKE '${test.pattern.replace(/'/g, "\\'")}'`
    case 'day':
      return `${test.field} ${test.operator} ${test.literal}`
    case 'month':
      return `CALENDAR_MONTH(${test.field}) ${test.operator} ${test.value}`
    case 'join':
      return `Account__c ${test.negated ? 'NOT IN' : 'IN'} (SELECT Id FROM Account WHERE ${writtenTest(test.test)})`
    case 'not':
      return `(NOT ${writtenTest(test.test)})`
    case 'and':
    case 'or':
      return `(${test.tests.map(writtenTest).join(` ${test.is.toUpperCase()} `)})`
  }
}

export function writtenSort({ field, descending, nulls }: Sort): string {
  return `${field} ${descending ? 'DESC' : 'ASC'}${nulls === undefined ? '' : ` NULLS ${nulls}`}`
}
