/** The system of every entity, in keys. */
export const system = 'business-central'

/** Every company has records of its own, known by their `id`. */
export const record = { systemName: 'Business Central', key: 'id', perCompany: true }
