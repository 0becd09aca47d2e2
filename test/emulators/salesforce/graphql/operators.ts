import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLID,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLString,
} from 'graphql'
import { scalars } from './scalars.ts'
import type { ValueKind } from './value-types.ts'

const ordering = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const

function operators(name: string, type: GraphQLInputType, single: readonly string[], many: readonly string[]) {
  const list = new GraphQLList(type)
  return new GraphQLInputObjectType({
    name: `${name}Operators`,
    fields: Object.fromEntries([
      ...single.map((operator) => [operator, { type }] as const),
      ...many.map((operator) => [operator, { type: list }] as const),
    ]),
  })
}

const compared = (name: string, type: GraphQLInputType) => operators(name, type, ordering, ['in', 'nin'])
const textual = (name: string, type: GraphQLInputType) => operators(name, type, [...ordering, 'like'], ['in', 'nin'])

const literals = [
  ...['YESTERDAY', 'TODAY', 'TOMORROW', 'LAST_90_DAYS', 'NEXT_90_DAYS'],
  ...['WEEK', 'MONTH', 'QUARTER', 'YEAR', 'FISCAL_QUARTER', 'FISCAL_YEAR'].flatMap((unit) =>
    ['LAST', 'THIS', 'NEXT'].map((when) => `${when}_${unit}`),
  ),
]

const dateLiteralType = new GraphQLEnumType({
  name: 'DateLiteral',
  values: Object.fromEntries(literals.map((literal) => [literal, {}])),
})

/** `{last_n_days: 30}`; the names, upper-cased, are those of SOQL. */
const dateRange = new GraphQLInputObjectType({
  name: 'DateRange',
  fields: Object.fromEntries(
    ['days', 'weeks', 'months', 'quarters', 'years', 'fiscal_quarters', 'fiscal_years'].flatMap((unit) =>
      ['last', 'next'].map((when) => [`${when}_n_${unit}`, { type: GraphQLInt }] as const),
    ),
  ),
})

/** A moment: a value, a literal such as TODAY, or a range. [GraphQL API Developer Guide: Filter by Dates] */
const momentInput = (name: string, type: GraphQLInputType) =>
  new GraphQLInputObjectType({
    name,
    fields: { value: { type }, literal: { type: dateLiteralType }, range: { type: dateRange } },
  })

/**
 * What each kind of field can be filtered by; kinds that cannot be filtered have none.
 * [GraphQL API Developer Guide: Field Operators]
 */
export const operatorTypes: Readonly<Partial<Record<ValueKind, GraphQLInputObjectType>>> = {
  Boolean: operators('Boolean', GraphQLBoolean, ['eq', 'ne'], []),
  Currency: compared('Currency', scalars.Currency),
  Date: compared('Date', momentInput('DateInput', scalars.Date)),
  DateTime: compared('DateTime', momentInput('DateTimeInput', scalars.DateTime)),
  Double: compared('Double', scalars.Double),
  Email: textual('Email', scalars.Email),
  ID: compared('Id', GraphQLID),
  Int: compared('Integer', GraphQLInt),
  Latitude: compared('Latitude', scalars.Latitude),
  Long: compared('Long', scalars.Long),
  Longitude: compared('Longitude', scalars.Longitude),
  MultiPicklist: operators('MultiPicklist', scalars.MultiPicklist, ['eq', 'ne'], ['includes', 'excludes']),
  Percent: compared('Percent', scalars.Percent),
  PhoneNumber: textual('PhoneNumber', scalars.PhoneNumber),
  Picklist: textual('Picklist', scalars.Picklist),
  String: textual('String', GraphQLString),
  TextArea: textual('TextArea', scalars.TextArea),
  Time: compared('Time', scalars.Time),
  Url: textual('Url', scalars.Url),
}
