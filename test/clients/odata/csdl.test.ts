import { xml2json } from 'odata-csdl'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entitySets, type ApiName } from '../../emulators/business-central/entities.ts'
import { startClient, type Client } from '../../emulators/business-central/testing/client.ts'

let sandbox: Client
beforeAll(async () => {
  sandbox = await startClient()
})
afterAll(() => sandbox.bc.close())

/** A member of a schema in CSDL JSON, as far as the tests look. [OASIS: OData CSDL JSON Representation 4.01] */
interface Member {
  readonly $Kind?: string
  readonly $Type?: string
  readonly $MaxLength?: number
  readonly $Collection?: boolean
  readonly $NavigationPropertyBinding?: Readonly<Record<string, string>>
}
type Type = Member & Readonly<Record<string, Member>>

async function read(prefix: string) {
  const { bc } = sandbox
  const reply = await sandbox.call('GET', `/v2.0/${bc.tenantId}/Production/api/${prefix}/$metadata`)
  const messages: string[] = []
  const csdl = xml2json(reply.text, { strict: true, messages }) as Record<string, unknown>
  return { reply, messages, csdl, schema: csdl['Microsoft.NAV'] as Readonly<Record<string, Type & unknown[]>> }
}

test.each<[ApiName, string]>([
  ['v2.0', 'v2.0'],
  ['analytics/v1.0', 'microsoft/analytics/v1.0'],
  ['runtime/beta', 'microsoft/runtime/beta'],
])('$metadata of %s is valid CSDL, and every name in it leads somewhere', async (api, prefix) => {
  const { reply, csdl, schema } = await read(prefix)
  expect(reply.headers.get('content-type')).toMatch(/^application\/xml/)
  expect(csdl['$Version']).toBe('4.0')
  const container = schema['NAV']
  expect(Object.keys(container ?? {}).filter((name) => !name.startsWith('$'))).toEqual([...entitySets(api).keys()])
  for (const [name, set] of entitySets(api)) {
    const type = schema[set.type]
    expect([name, type?.$Kind]).toEqual([name, 'EntityType'])
    for (const [member, described] of Object.entries<Member>(type ?? {}))
      if (described.$Type?.startsWith('Microsoft.NAV.') === true)
        expect([name, member, schema[described.$Type.slice(14)] !== undefined]).toEqual([name, member, true])
    for (const [path, target] of Object.entries(container?.[name]?.$NavigationPropertyBinding ?? {}))
      expect([name, path, type?.[path] !== undefined, container?.[target] !== undefined]).toEqual([
        name,
        path,
        true,
        true,
      ])
  }
})

test('types, lengths and actions come through', async () => {
  const { schema, messages } = await read('v2.0')
  expect(messages).toEqual([])
  expect(schema['customer']?.['displayName']).toMatchObject({ $MaxLength: 100 })
  expect(schema['customer']?.['blocked']).toMatchObject({ $Type: 'Microsoft.NAV.customerBlocked' })
  expect(schema['salesOrder']?.['salesOrderLines']).toMatchObject({
    $Collection: true,
    $Type: 'Microsoft.NAV.salesOrderLine',
  })
  expect(schema['shipAndInvoice']).toMatchObject([
    { $Kind: 'Action', $IsBound: true, $Parameter: [{ $Type: 'Microsoft.NAV.salesOrder' }] },
  ])
})
