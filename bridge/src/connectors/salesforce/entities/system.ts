/** The system of every entity, in keys. */
export const system = 'salesforce'

/** What people call a field, nearly as the org labels it: `BillingPostalCode`, `BC_Tax_Id__c`, `acme__Region__c`. */
const fieldLabel = (name: string): string =>
  name
    .replace(/^[A-Za-z0-9]+__(?=\w+__c$)/, '')
    .replace(/__c$/, '')
    .replace(/(?<=[a-z])Id$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .replaceAll('_', ' ')

/** Records belong to the whole org. */
export const record = { systemName: 'Salesforce', key: 'Id', perCompany: false, fieldLabel }

/** A record that carries our key: a write finds it again. */
export const keyed = { ...record, ourKey: 'BC_Key__c' }
