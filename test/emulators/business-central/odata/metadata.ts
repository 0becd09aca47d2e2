import Builder from 'fast-xml-builder'
import { capabilities } from './capabilities.ts'
import { entitySets, navigationOf, type ApiName, type EntitySet, type Property } from '../entities.ts'

/** Where the terms of the annotations are defined. */
const vocabulary = {
  '@Uri': 'https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1.xml',
  'edmx:Include': { '@Namespace': 'Org.OData.Capabilities.V1' },
}

type Node = Record<string, unknown>

const builder = new Builder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  // Else `IsBound="true"` loses its value.
  suppressBooleanAttributes: false,
  format: true,
})
const made = new Map<string, string>()

/**
 * `$metadata` of an API: CSDL 4.0, schema `Microsoft.NAV`, made from the same list of entities that reads and writes
 * are checked against. [OASIS: OData CSDL XML Representation 4.0]
 */
export function metadata(api: ApiName, version29: boolean): string {
  const key = `${api} ${version29}`
  const known = made.get(key)
  if (known !== undefined) return known
  const sets = [...entitySets(api).values()]
  const xml = builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'utf-8' },
    'edmx:Edmx': {
      '@Version': '4.0',
      '@xmlns:edmx': 'http://docs.oasis-open.org/odata/ns/edmx',
      'edmx:Reference': vocabulary,
      'edmx:DataServices': {
        Schema: {
          '@Namespace': 'Microsoft.NAV',
          '@xmlns': 'http://docs.oasis-open.org/odata/ns/edm',
          EnumType: enums(sets, version29),
          EntityType: sets.map((set) => entityType(set, sets, version29)),
          Action: sets.flatMap(actions),
          EntityContainer: { '@Name': 'NAV', EntitySet: sets.map((set) => container(set, sets, version29)) },
        },
      },
    },
  })
  made.set(key, xml)
  return xml
}

function enums(sets: readonly EntitySet[], version29: boolean): Node[] {
  const byName = new Map<string, Node>()
  for (const { properties } of sets)
    for (const property of Object.values(properties)) {
      if (property.type !== 'Enum' || property.enum === undefined) continue
      const members = [...(property.members ?? []), ...(version29 ? (property.members29 ?? []) : [])]
      byName.set(property.enum, {
        '@Name': property.enum,
        Member: members.map((name, value) => ({ '@Name': name, '@Value': String(value) })),
      })
    }
  return [...byName.values()]
}

const typeName = (property: Property): string =>
  property.type === 'Enum' ? `Microsoft.NAV.${property.enum ?? ''}` : `Edm.${property.type}`

/** @param version29 do lengths and navigation properties of application version 29 count? */
function entityType(set: EntitySet, sets: readonly EntitySet[], version29: boolean): Node {
  const longest = ({ length, length29 = length }: Property) => (version29 ? length29 : length)
  return {
    '@Name': set.type,
    Key: { PropertyRef: set.key.map((name) => ({ '@Name': name })) },
    Property: Object.entries(set.properties).map(([name, property]) => ({
      '@Name': name,
      '@Type': typeName(property),
      ...((property.required === true || set.key.includes(name)) && { '@Nullable': 'false' }),
      ...(property.length !== undefined && { '@MaxLength': String(longest(property)) }),
      ...(property.type === 'Decimal' && { '@Scale': 'Variable' }),
    })),
    NavigationProperty: Object.entries(navigationOf(set, { version29 })).map(([name, navigation]) => {
      const type = `Microsoft.NAV.${sets.find((each) => each.name === navigation.set)?.type ?? ''}`
      return {
        '@Name': name,
        '@Type': navigation.many ? `Collection(${type})` : type,
        ...(!navigation.many && {
          ReferentialConstraint: { '@Property': navigation.from, '@ReferencedProperty': navigation.to },
        }),
      }
    }),
  }
}

const actions = (set: EntitySet): Node[] =>
  set.actions.map((name) => ({
    '@Name': name,
    '@IsBound': 'true',
    Parameter: { '@Name': 'bindingParameter', '@Type': `Microsoft.NAV.${set.type}` },
  }))

function container(set: EntitySet, sets: readonly EntitySet[], version29: boolean): Node {
  return {
    '@Name': set.name,
    '@EntityType': `Microsoft.NAV.${set.type}`,
    NavigationPropertyBinding: Object.entries(navigationOf(set, { version29 }))
      .filter(([, navigation]) => sets.some((each) => each.name === navigation.set))
      .map(([name, navigation]) => ({ '@Path': name, '@Target': navigation.set })),
    Annotation: capabilities(set),
  }
}
