import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { file, samplePackage } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
const label =
  '<labels><fullName>BC_Title</fullName><language>en_US</language><protected>true</protected><shortDescription>Title</shortDescription><value>Bills &amp; more</value></labels>'
const meta =
  '<?xml version="1.0"?><LightningComponentBundle xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion><isExposed>true</isExposed><targets><target>lightning__RecordPage</target></targets><targetConfigs><targetConfig targets="lightning__RecordPage"><property name="x" type="String"/></targetConfig></targetConfigs></LightningComponentBundle>'
beforeAll(async () => {
  started = await startOrg()
  const { failures } = await started.deploy({
    'labels/CustomLabels.labels': file('CustomLabels', label),
    'lwc/panel/panel.js': 'export default class extends Base { @api x }',
    'lwc/panel/panel.js-meta.xml': meta,
  })
  expect(failures).toEqual([])
})
afterAll(() => started[Symbol.asyncDispose]())

interface Result {
  readonly status: string
  readonly done: boolean
  readonly zipFile?: string
  readonly messages?: readonly { problem: string }[]
  readonly fileProperties?: readonly { fileName: string; fullName: string; type: string; id: string }[]
}

async function retrieve(
  types: Readonly<Record<string, readonly string[]>>,
  more: object = {},
): Promise<{ result: Result; files: Record<string, string> }> {
  const unpackaged = {
    types: Object.entries(types).map(([name, members]) => ({ name, members: [...members] })),
    version: '67.0',
  }
  const { id } = await started.admin.metadata.retrieve({ apiVersion: '67.0', unpackaged, ...more } as never)
  const result = (await started.admin.metadata.checkRetrieveStatus(id)) as unknown as Result
  const files = Object.entries(unzipSync(Buffer.from(result.zipFile ?? '', 'base64')))
  return { result, files: Object.fromEntries(files.map(([path, data]) => [path, strFromU8(data)])) }
}

test('files come back as they were deployed, with a manifest', async () => {
  const { result, files } = await retrieve({ LightningComponentBundle: ['panel'], PermissionSet: ['*'] })
  expect(result).toMatchObject({ done: true, status: 'Succeeded' })
  expect(Object.keys(files).toSorted()).toEqual([
    'unpackaged/lwc/panel/panel.js',
    'unpackaged/lwc/panel/panel.js-meta.xml',
    'unpackaged/package.xml',
    'unpackaged/permissionsets/Bridge.permissionset',
  ])
  expect(files['unpackaged/lwc/panel/panel.js-meta.xml']).toBe(meta)
  expect(files['unpackaged/permissionsets/Bridge.permissionset']).toBe(
    samplePackage['permissionsets/Bridge.permissionset'],
  )
  expect(result.fileProperties).toContainEqual(
    expect.objectContaining({ type: 'PermissionSet', fullName: 'Bridge', id: expect.stringMatching(/^0PS/) as string }),
  )
})

test('an object brings all of its parts, a part comes alone in the file of its object', async () => {
  const whole = (await retrieve({ CustomObject: ['Bill__c', 'Account'] })).files
  expect(whole['unpackaged/objects/Bill__c.object']).toMatch(
    /<label>Bill<\/label>.*<fields><fullName>Key__c<\/fullName>/s,
  )
  expect(whole['unpackaged/objects/Account.object']).toMatch(/Key__c.*Secret__c/s)
  const part = (await retrieve({ CustomField: ['Account.Secret__c'], CustomLabel: ['BC_Title'] })).files
  expect(part['unpackaged/objects/Account.object']).not.toContain('Key__c')
  expect(part['unpackaged/labels/CustomLabels.labels']).toContain('Bills &amp; more')
})

test('what is retrieved can be deployed again and changes nothing', async () => {
  const { files } = await retrieve(
    { CustomObject: ['*', 'Account', 'Order'], CustomLabels: ['CustomLabels'], PermissionSet: ['Bridge'] },
    { singlePackage: true },
  )
  const rest = Object.fromEntries(Object.entries(files).filter(([path]) => path !== 'package.xml'))
  const other = await startOrg({ bare: true })
  try {
    expect(await other.deploy(rest)).toMatchObject({ success: true, failures: [] })
    const names = (org: TestOrg): unknown =>
      org.org.schema.objects().map(({ name, fields }) => [name, fields.map((one) => one.name).toSorted()])
    expect(names(other)).toEqual(names(started))
  } finally {
    await other[Symbol.asyncDispose]()
  }
})

test('what is not there is told by a message, the rest comes', async () => {
  const { result, files } = await retrieve(
    {
      CustomField: ['Account.Nope__c', 'Account.Key__c', '*'],
      ApexClass: ['A'],
      Feld: ['A'],
      CustomObject: ['Contact'],
    },
    { packageNames: ['Billing'] },
  )
  expect(result.messages?.map((one) => one.problem)).toEqual([
    "Entity of type 'CustomField' named 'Account.Nope__c' cannot be found",
    "NOT_SUPPORTED_BY_SANDBOX: metadata of type 'ApexClass' (members A) is not supported by this sandbox",
    "Entity type: 'Feld' is unknown",
    'NOT_SUPPORTED_BY_SANDBOX: the standard object Contact, to which nothing was deployed is not supported by this sandbox',
    "No package named 'Billing' found",
  ])
  expect(Object.keys(files)).toContain('unpackaged/objects/Account.object')
  await expect(started.admin.metadata.checkRetrieveStatus('09S000000000001AAA')).rejects.toThrow(
    'invalid cross reference id',
  )
})

test('a retrieve takes as long as a deploy, and shows the org as it is then', async () => {
  started.org.switches.deploySeconds = 10
  try {
    const unpackaged = { types: [{ name: 'CustomField', members: ['Account.Key__c'] }], version: '67.0' }
    const { id } = await started.admin.metadata.retrieve({ apiVersion: '67.0', unpackaged } as never)
    expect(await started.admin.metadata.checkRetrieveStatus(id)).toMatchObject({ done: false, status: 'InProgress' })
    await started.org.clock.advance(10_000)
    expect(await started.admin.metadata.checkRetrieveStatus(id)).toMatchObject({ done: true, status: 'Succeeded' })
  } finally {
    started.org.switches.deploySeconds = 0
  }
})
