/** The system of every entity, in keys. */
export const system = 'salesforce'

/** Records belong to the whole org. */
export const record = { systemName: 'Salesforce', key: 'Id', perCompany: false }

/** A record that carries our key: a write finds it again. */
export const keyed = { ...record, ourKey: 'BC_Key__c' }
