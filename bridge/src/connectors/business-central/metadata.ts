import { XMLParser } from 'fast-xml-parser'
import { RetryLater } from '../../engine/errors.ts'
import type { Entity } from '../../engine/entity.ts'
import type { LiveField, LiveSchema } from '../../engine/ports.ts'
import { unescapeMember } from '../../protocols/odata.ts'
import { routes, type Client } from './client.ts'
import { readOnly } from './read-only.ts'
import { composedFields } from './write/composed.ts'

interface Named {
  readonly Name: string
}
interface Property extends Named {
  readonly Type: string
  readonly MaxLength?: string
}
interface Schema {
  readonly EntityType?: readonly (Named & { readonly Property?: readonly Property[] })[]
  readonly EnumType?: readonly (Named & { readonly Member?: readonly Named[] })[]
}

/** A CSDL document, as far as the bridge cares. [OData 4.0: Common Schema Definition Language] */
interface Metadata {
  readonly types: ReadonlyMap<string, readonly Property[]>
  /** Members of each enumeration, unescaped. */
  readonly enums: ReadonlyMap<string, readonly string[]>
}

const repeated = new Set(['Schema', 'EntityType', 'EnumType', 'Property', 'Member'])
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => repeated.has(name),
})

export function parseMetadata(text: string): Metadata {
  const document = parser.parse(text) as {
    'edmx:Edmx'?: { 'edmx:DataServices'?: { Schema?: readonly Schema[] } }
  }
  const schemas = document['edmx:Edmx']?.['edmx:DataServices']?.Schema ?? []
  if (schemas.length === 0) throw new RetryLater("Business Central's $metadata is not understood.")
  return {
    types: new Map(
      schemas.flatMap(({ EntityType = [] }) => EntityType.map((each) => [each.Name, each.Property ?? []])),
    ),
    enums: new Map(
      schemas.flatMap(({ EnumType = [] }) =>
        EnumType.map(({ Name, Member = [] }) => [Name, Member.map((each) => unescapeMember(each.Name) ?? '')]),
      ),
    ),
  }
}

const kinds: Readonly<Record<string, LiveField['kind']>> = {
  'Edm.String': 'text',
  'Edm.Guid': 'reference',
  'Edm.Decimal': 'number',
  'Edm.Double': 'number',
  'Edm.Int16': 'number',
  'Edm.Int32': 'number',
  'Edm.Int64': 'number',
  'Edm.Boolean': 'flag',
  'Edm.Date': 'day',
  'Edm.DateTimeOffset': 'instant',
}

function liveField(entity: string, { Name, Type, MaxLength }: Property, { enums }: Metadata): LiveField | undefined {
  const writable = readOnly[entity]?.includes(Name) !== true && Name !== 'id'
  const common = { creatable: writable, updatable: writable, required: false }
  const kind = kinds[Type]
  if (kind) return { kind, ...common, ...(MaxLength === undefined ? {} : { length: Number(MaxLength) }) }
  const choices = enums.get(Type.split('.').at(-1) ?? '')
  return choices ? { kind: 'choice', choices, ...common } : undefined
}

/** What an entity of the engine has: the properties of its page, and what our readers put beside them. */
function schemaOf(entity: Entity, metadata: Metadata): LiveSchema | undefined {
  const properties = metadata.types.get(entity.viewOf ? '' : entity.name)
  if (!properties) return undefined
  const fields = new Map<string, LiveField>()
  for (const property of properties) {
    const field = liveField(entity.name, property, metadata)
    if (field) fields.set(property.Name, field)
  }
  for (const name of composedFields(entity)) {
    const field = entity.fields[name]
    if (field?.kind !== 'text') continue
    const length = field.length === undefined ? {} : { length: field.length }
    fields.set(name, { kind: 'text', creatable: true, updatable: true, required: false, ...length })
  }
  for (const [name, field] of Object.entries(entity.fields)) {
    if (field.composed) fields.set(name, { kind: field.kind, creatable: false, updatable: false, required: false })
  }
  return { fields }
}

/** What `$metadata` of this environment says of an entity; asked once. Entities that we put together ourselves have none. */
export function createSchemas(client: Pick<Client, 'send'>): (entity: Entity) => Promise<LiveSchema | undefined> {
  let asked: Promise<Metadata> | undefined
  const ask = async () => {
    const { body } = await client.send({
      method: 'GET',
      path: `${routes.api}/$metadata`,
      what: 'read $metadata',
      headers: { accept: 'application/xml' },
    })
    return parseMetadata(typeof body === 'string' ? body : '')
  }
  return async (entity) => {
    asked ??= ask()
    try {
      return schemaOf(entity, await asked)
    } catch (error) {
      asked = undefined
      throw error
    }
  }
}
