/** The name of the system, in every entity. */
export const system = 'salesforce'

/** Records belong to the whole org. */
export const record = { key: 'Id', perCompany: false }

/** A record that carries our key: a write finds it again. */
export const keyed = { ...record, ourKey: 'BC_Key__c' }
