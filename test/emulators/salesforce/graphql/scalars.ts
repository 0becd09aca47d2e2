import { Decimal } from 'decimal.js'
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql'

/** The text of a literal: numbers keep all their digits, and are not taken for text. */
function literalText(node: ValueNode, numeric: boolean): string | undefined {
  const number = node.kind === Kind.INT || node.kind === Kind.FLOAT
  return node.kind === Kind.STRING || (numeric && number) ? node.value : undefined
}

function scalar(name: string, parse: (value: unknown) => unknown): GraphQLScalarType {
  const numeric = parse === decimal || parse === integer
  const checked = (value: unknown): unknown => {
    const read = parse(value)
    if (read === undefined) throw new GraphQLError(`${name} cannot represent ${JSON.stringify(value)}`)
    return read
  }
  return new GraphQLScalarType({
    name,
    serialize: (value) => value,
    parseValue: checked,
    parseLiteral: (node) => checked(literalText(node, numeric)),
  })
}

const text = (value: unknown): unknown => (typeof value === 'string' ? value : undefined)

/** Numbers, also written as text; kept as exact text for comparing. */
function decimal(value: unknown): unknown {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined
  return String(value).trim() !== '' && Number.isFinite(Number(value)) ? new Decimal(value).toFixed() : undefined
}

function integer(value: unknown): unknown {
  const read = decimal(value)
  return typeof read === 'string' && new Decimal(read).isInteger() ? read : undefined
}

const matching =
  (pattern: RegExp) =>
  (value: unknown): unknown =>
    typeof value === 'string' && pattern.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined

const day = matching(/^\d{4}-\d{2}-\d{2}$/)
const instant = matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+]\d{2}:?\d{2})$/)

/** The id of a record, or `@{alias}` of a mutation that makes it. [GraphQL API Developer Guide: Mutation Field References] */
export const idOrRef = scalar('IdOrRef', text)

/** The scalars of Salesforce's GraphQL schema beside the built-in ones. [GraphQL API Developer Guide: Field Types] */
export const scalars = {
  Base64: scalar('Base64', text),
  Currency: scalar('Currency', decimal),
  Date: scalar('Date', day),
  DateTime: scalar('DateTime', instant),
  Double: scalar('Double', decimal),
  Email: scalar('Email', text),
  Latitude: scalar('Latitude', decimal),
  Long: scalar('Long', integer),
  LongTextArea: scalar('LongTextArea', text),
  Longitude: scalar('Longitude', decimal),
  MultiPicklist: scalar('MultiPicklist', text),
  Percent: scalar('Percent', decimal),
  PhoneNumber: scalar('PhoneNumber', text),
  Picklist: scalar('Picklist', text),
  TextArea: scalar('TextArea', text),
  Time: scalar('Time', text),
  Url: scalar('Url', text),
} as const
