/** The name of the system, in every entity. */
export const system = 'business-central'

/** Every company has records of its own, known by their `id`. */
export const record = { key: 'id', perCompany: true }
