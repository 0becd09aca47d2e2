import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import ts from 'typescript'

/** What one element may hold. */
export interface Shape {
  /** Name of another type. */
  readonly ref?: string
  /** The only texts allowed. */
  readonly values?: readonly string[]
  /** `string`, `boolean` or `number`. */
  readonly primitive?: string
  readonly array?: boolean
  readonly optional?: boolean
}

export interface MetadataType {
  /** Elements by name; undefined for a type that is a list of texts. */
  readonly elements?: Readonly<Record<string, Shape>>
  readonly values?: readonly string[]
}

export type MetadataTypes = ReadonlyMap<string, MetadataType>

function shapeOf(node: ts.TypeNode): Shape {
  if (ts.isArrayTypeNode(node)) return { ...shapeOf(node.elementType), array: true }
  if (ts.isTypeReferenceNode(node)) return { ref: node.typeName.getText() }
  const members = ts.isUnionTypeNode(node) ? node.types : [node]
  const literals = members.flatMap((each) =>
    ts.isLiteralTypeNode(each) && ts.isStringLiteral(each.literal) ? [each.literal.text] : [],
  )
  return literals.length === members.length ? { values: literals } : { primitive: node.getText() }
}

type Aliases = ReadonlyMap<string, ts.TypeNode>

function elementsOf(node: ts.TypeNode, aliases: Aliases): Record<string, Shape> {
  if (ts.isIntersectionTypeNode(node)) {
    return Object.assign({}, ...node.types.map((part) => elementsOf(part, aliases))) as Record<string, Shape>
  }
  if (ts.isTypeReferenceNode(node)) {
    const base = aliases.get(node.typeName.getText())
    return base ? elementsOf(base, aliases) : {}
  }
  if (!ts.isTypeLiteralNode(node)) return {}
  return Object.fromEntries(
    node.members
      .filter(ts.isPropertySignature)
      .map((member) => [
        member.name.getText(),
        { ...(member.type ? shapeOf(member.type) : {}), optional: member.questionToken !== undefined },
      ]),
  )
}

/** The types of the Metadata API, from @salesforce/types, which is generated from Salesforce's own WSDL. */
export function metadataTypes(): MetadataTypes {
  const file = createRequire(import.meta.url)
    .resolve('@salesforce/types/metadata')
    .replace(/\.js$/, '.d.ts')
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const aliases = new Map(
    source.statements
      .filter(ts.isTypeAliasDeclaration)
      .map((statement) => [statement.name.text, statement.type] as const),
  )
  const isStructured = (node: ts.TypeNode): boolean => ts.isTypeLiteralNode(node) || ts.isIntersectionTypeNode(node)
  return new Map(
    [...aliases].map(([name, node]) => [
      name,
      isStructured(node) ? { elements: elementsOf(node, aliases) } : shapeOf(node),
    ]),
  )
}
