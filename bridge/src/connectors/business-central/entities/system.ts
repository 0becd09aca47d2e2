/** The system of every entity, in keys. */
export const system = 'business-central'

/** Properties whose name is no name of a thing. */
const labels: Readonly<Record<string, string>> = {
  pricesIncludeTax: '"prices include tax"',
  lineObjectNumber: 'number',
}

/** What people call a property: `unitOfMeasureCode` is the unit of measure code, `customerId` the customer. */
export const fieldLabel = (property: string): string =>
  labels[property] ??
  property
    .replace(/(?<=.)Id$/, '')
    .replace(/[A-Z]|\d+/g, (begins) => ` ${begins.toLowerCase()}`)
    .trim()

/** Every company has records of its own, known by their `id`. */
export const record = { systemName: 'Business Central', key: 'id', perCompany: true, fieldLabel }
