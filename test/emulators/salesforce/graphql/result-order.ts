import { GraphQLEnumType } from 'graphql'

/** [GraphQL API Developer Guide: Order By Schema] */
export const resultOrder = new GraphQLEnumType({ name: 'ResultOrder', values: { ASC: {}, DESC: {} } })
export const nullOrder = new GraphQLEnumType({ name: 'NullOrder', values: { FIRST: {}, LAST: {} } })
