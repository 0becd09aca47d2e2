import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  validate,
  visit,
} from 'graphql'
import { notSupportedError, type ResponseError, responseError } from './response.ts'

/** `uiapi/query/Account` of every node: the response keys of the fields around it. */
function pathsOf(document: DocumentNode): ReadonlyMap<ASTNode, string> {
  const paths = new Map<ASTNode, string>()
  const fields: FieldNode[] = []
  visit(document, {
    enter(node) {
      if (node.kind === Kind.FIELD) fields.push(node)
      paths.set(node, fields.map(({ name }) => name.value).join('/'))
    },
    leave(node) {
      if (node.kind === Kind.FIELD) fields.pop()
    },
  })
  return paths
}

type Words = readonly [pattern: RegExp, type: string, text: (found: RegExpExecArray) => string]

/** What graphql-js says, and how Salesforce, which runs graphql-java, words the same. */
const words: readonly Words[] = [
  [
    /^Cannot query field "(.+?)" on type "(.+?)"/,
    'FieldUndefined',
    ([, field, type]) => `Field '${field}' in type '${type}' is undefined`,
  ],
  [/^Unknown argument /, 'UnknownArgument', () => 'Unknown field argument name'],
  [
    /^Field "(.+?)" is not defined by type "(.+?)"/,
    'WrongType',
    ([, field, type]) => `argument contains a field not in '${type}': '${field}'`,
  ],
  [
    /^Field "(.+?)" of type "(.+?)" must have a selection/,
    'SubselectionRequired',
    ([, field, type]) => `Subselection required for type '${type}' of field '${field}'`,
  ],
  [
    /^Field "(.+?)" must not have a selection since type "(.+?)"/,
    'SubselectionNotAllowed',
    ([, field, type]) => `Subselection not allowed on leaf type '${type}' of field '${field}'`,
  ],
  [/^Variable "\$(.+?)" is not defined/, 'UndefinedVariable', ([, name]) => `Undefined variable '${name}'`],
  [/^Variable "\$(.+?)" is never used/, 'UnusedVariable', ([, name]) => `Unused variable '${name}'`],
  [
    /^Variable "\$(.+?)" of type "(.+?)" used in position expecting type "(.+?)"/,
    'VariableTypeMismatch',
    ([, , type, expected]) => `Variable type '${type}' does not match expected type '${expected}'`,
  ],
  [/^Unknown type "(.+?)"/, 'UnknownType', ([, type]) => `Unknown type '${type}'`],
  [/^Unknown fragment "(.+?)"/, 'UndefinedFragment', ([, name]) => `Undefined fragment '${name}'`],
  [/^Fragment "(.+?)" is never used/, 'UnusedFragment', ([, name]) => `Unused fragment '${name}'`],
  [/^Unknown directive "@(.+?)"/, 'UnknownDirective', ([, name]) => `Unknown directive '${name}'`],
  [/conflict because/, 'FieldsConflict', ({ input }) => input],
]

/** Parts of Salesforce's schema that this sandbox leaves out: a query for them is right, and not answered here. */
const leftOut: readonly RegExp[] = [
  /^Cannot query field "(objectInfos|layoutTypes|relatedListByName|recordTypes)" on type "UIAPI"/,
  /^Unknown argument "(scope|updateMRU)" on field/,
  /^Field "(inq|ninq)" is not defined by type/,
]

function toResponseError(error: GraphQLError, paths: ReadonlyMap<ASTNode, string>): ResponseError {
  const [, missing] = leftOut.map((pattern) => pattern.exec(error.message)).find((found) => found !== null) ?? []
  if (missing !== undefined) return notSupportedError(`GraphQL ${missing}`)
  const node = error.nodes?.[0]
  const path = (node && paths.get(node)) ?? ''
  for (const [pattern, type, text] of words) {
    const found = pattern.exec(error.message)
    if (found)
      return responseError(error, 'ValidationError', `Validation error of type ${type}: ${text(found)} @ '${path}'`)
  }
  return responseError(error, 'ValidationError', `Validation error of type WrongType: ${error.message} @ '${path}'`)
}

/** Checks a document against the user's schema; none = it may run. */
export function validationErrors(schema: GraphQLSchema, document: DocumentNode): readonly ResponseError[] {
  const errors = validate(schema, document)
  if (errors.length === 0) return []
  const paths = pathsOf(document)
  return errors.map((error) => toResponseError(error, paths))
}
