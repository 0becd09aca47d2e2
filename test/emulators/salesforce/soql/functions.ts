import type { FunctionExp } from '@jetstreamapp/soql-parser-js'
import { notSupported } from '../context.ts'
import { converted, corporateCurrency, currencyOf } from '../dml/currencies.ts'
import type { FieldSchema, ObjectSchema } from '../schema.ts'
import { isInstant } from './compare.ts'
import { dateFunctions, ofInstants } from './date-functions.ts'
import { formatted } from './format.ts'
import { type Path, type QueryWorld, resolvePath } from './path.ts'
import { invalidField, malformedQuery } from './query-error.ts'

type Call = Pick<FunctionExp, 'functionName' | 'parameters'>

const computed = (path: Path, name: string, type: FieldSchema['type']): FieldSchema => ({
  ...path.field,
  name,
  type,
  length: 255,
  caseSensitive: false,
})

function dateFunction(upper: string, inner: Path, world: QueryWorld): Path {
  const work = dateFunctions[upper]
  if (!work) throw notSupported(`The SOQL function ${upper}()`)
  const { field } = inner
  if (!isInstant(field) || (field.type === 'date' && ofInstants.has(upper)))
    throw invalidField(world, field.name, `field '${field.name}' does not support date function ${upper}`)
  return {
    ...inner,
    name: `${upper}(${inner.name})`,
    field: computed(inner, field.name, upper === 'DAY_ONLY' ? 'date' : 'int'),
    compute: (value) => (typeof value === 'string' ? work(new Date(value)) : null),
  }
}

function convertCurrency(inner: Path, world: QueryWorld): Path {
  const { field } = inner
  const own = currencyOf(world.access.userId, world.records)
  if (own === undefined || field.type !== 'currency')
    throw malformedQuery(
      `convertCurrency can only be used on currency fields of orgs with multiple currencies: ${field.name}`,
    )
  return inCurrency(inner, own, world)
}

/** A field's amount in another currency; the field itself where there is but one currency. */
export function inCurrency(path: Path, isoCode: string | undefined, world: QueryWorld): Path {
  if (path.field.type !== 'currency' || isoCode === undefined || corporateCurrency(world.records) === undefined)
    return path
  return {
    ...path,
    compute: (value, row) =>
      value === null ? null : converted(value as string, row?.CurrencyIsoCode ?? isoCode, isoCode, world.records),
  }
}

/**
 * A function of a field, as something that has a value for each row. Names are case-insensitive; `convertTimezone` changes
 * nothing, as the users of the sandbox live in GMT.
 */
export function resolveFunction(object: ObjectSchema, call: Call, alias: string | undefined, world: QueryWorld): Path {
  const name = call.functionName ?? ''
  const [parameter, ...more] = call.parameters ?? []
  if (parameter === undefined || more.length > 0) throw notSupported(`The SOQL function ${name}()`)
  const inner =
    typeof parameter === 'string'
      ? resolvePath(object, parameter, alias, world)
      : resolveFunction(object, parameter, alias, world)
  switch (name.toUpperCase()) {
    case 'CONVERTTIMEZONE':
      return inner
    case 'CONVERTCURRENCY':
      return convertCurrency(inner, world)
    case 'TOLABEL': {
      const labelOf = (value: unknown): unknown =>
        inner.field.picklistValues.find((choice) => choice.value === value)?.label ?? value
      return { ...inner, field: computed(inner, inner.field.name, 'string'), compute: labelOf }
    }
    case 'FORMAT': {
      const { compute } = inner
      const own = currencyOf(world.access.userId, world.records)
      return {
        ...inner,
        field: computed(inner, inner.field.name, 'string'),
        compute: (value, row) => {
          const converts = typeof parameter !== 'string' && parameter.functionName?.toUpperCase() === 'CONVERTCURRENCY'
          const isoCode = converts ? own : (row?.CurrencyIsoCode ?? own)
          const shown = typeof isoCode === 'string' ? isoCode : undefined
          return formatted(inner.field, compute ? compute(value, row) : value, shown)
        },
      }
    }
    default:
      return dateFunction(name.toUpperCase(), inner, world)
  }
}
