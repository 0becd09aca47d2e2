import { afterAll, beforeAll, expect, test } from 'vitest'
import { startClient, type Client } from '../../testing/client.ts'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.bc.close())

const bytes = new Uint8Array([1, 2, 3])
const octets = { 'If-Match': '*', 'content-type': 'application/octet-stream' }

test('an attachment is made first and filled afterwards', async () => {
  const order = `salesOrders(${client.id('salesOrders', 'number', 'S-ORD101002')})`
  const made = await client.post(`${order}/attachments`, { fileName: 'order.txt' })
  expect(made.json).toMatchObject({ fileName: 'order.txt', parentType: 'Sales_x0020_Order', byteSize: 0 })
  const at = `attachments(${String(made.json['id'])})`
  expect((await client.get(`${at}/attachmentContent`)).status).toBe(204)
  expect(
    (await client.patch(`${at}/attachmentContent`, bytes, { 'content-type': 'application/octet-stream' })).code,
  ).toBe('BadRequest_InvalidToken')
  expect((await client.patch(`${at}/attachmentContent`, bytes, octets)).status).toBe(204)
  expect((await client.get(at)).json['byteSize']).toBe(3)
  expect((await client.get(`${at}/attachmentContent`)).text).toBe('\u0001\u0002\u0003')
})

test('a name that is none becomes filename.txt; masters belong into the other store', async () => {
  const parentId = client.id('customers', 'number', '10000')
  expect((await client.post('attachments', { parentId, parentType: 'Customer', fileName: 'a.txt' })).status).toBe(400)
  const made = await client.post('documentAttachments', { parentId, parentType: 'Customer', fileName: 'a/b' })
  expect(made.json['fileName']).toBe('filename.txt')
  expect((await client.get('attachments')).status).toBe(400)
})

test('a picture is empty until bytes are written', async () => {
  const item = `items(${client.id('items', 'number', '1896-S')})`
  const picture = await client.get(`${item}/picture`)
  expect(picture.json).toMatchObject({
    parentType: 'Item',
    'pictureContent@odata.mediaReadLink': expect.stringContaining('pictureContent') as string,
  })
  expect((await client.get(`${item}/picture/pictureContent`)).status).toBe(204)
  expect((await client.patch(`${item}/picture/pictureContent`, bytes, octets)).status).toBe(204)
  expect((await client.get(`${item}/picture/pictureContent`)).text).toHaveLength(3)
  expect((await client.delete(`${item}/picture`)).status).toBe(204)
  expect((await client.get(`${item}/picture/pictureContent`)).status).toBe(204)
})

test('a PDF is one: header, objects where the cross-reference table says, end mark', async () => {
  const long = `Öl & "Brot" (100 %) \\ 漢字 🙂`.repeat(3).slice(0, 100)
  const made = await client.post('salesInvoices', {
    customerNumber: '10000',
    externalDocumentNumber: 'PO-4711',
    salesInvoiceLines: [{ itemId: client.id('items', 'number', '1896-S'), quantity: 1, description: long }],
  })
  const at = `companies(${client.usa})/salesInvoices(${String(made.json['id'])})/pdfDocument/pdfDocumentContent`
  const root = `${client.bc.url}/v2.0/${client.bc.tenantId}/${client.bc.environment}/api/v2.0`
  const reply = await fetch(`${root}/${at}`, { headers: { authorization: 'Bearer test' } })
  expect(reply.headers.get('content-type')).toBe('application/octet-stream')
  const file = Buffer.from(await reply.arrayBuffer()).toString('latin1')
  expect(file.startsWith('%PDF-1.')).toBe(true)
  expect(file.trimEnd().endsWith('%%EOF')).toBe(true)
  const start = Number(/startxref\s+(\d+)/.exec(file)?.[1])
  const table = /^xref\n0 (\d+)\n([\s\S]*?)trailer\n<< \/Size (\d+) \/Root 1 0 R >>/.exec(file.slice(start))
  const entries = table?.[2]?.match(/\d{10} \d{5} [nf] \n/g) ?? []
  expect(entries).toHaveLength(Number(table?.[1]))
  expect(table?.[1]).toBe(table?.[3])
  entries.slice(1).forEach((entry, index) => {
    const offset = Number(entry.slice(0, 10))
    expect(file.slice(offset, offset + 7)).toBe(`${index + 1} 0 obj`)
  })
  const stream = /\/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/.exec(file)
  expect(stream?.[2]).toHaveLength(Number(stream?.[1]))
  expect(file).toContain(String(made.json['number']))
})

test('version 29 prints orders and shipments, keeps files of shipments and pictures of variants', async () => {
  const newer = await startClient({ switches: { version29: true } })
  const company = newer.bc.company(newer.usa)
  const order = company.table('salesOrders').find((row) => row['status'] === 'Draft')
  const shipment = company.table('salesShipments').all()[0]
  const itemId = newer.id('items', 'number', '1896-S')
  const variant = (await newer.post('itemVariants', { itemId, code: 'RED', description: 'Red' })).json
  const paths = [
    `salesOrders(${order?.id ?? ''})/pdfDocument`,
    `salesShipments(${shipment?.id ?? ''})/pdfDocument`,
    `itemVariants(${String(variant['id'])})/picture`,
  ]
  const told = await Promise.all(paths.map((path) => newer.get(path)))
  expect(told.map(({ status, json }) => [status, json['parentType']])).toEqual([
    [200, 'Sales_x0020_Order'],
    [200, 'Sales_x0020_Shipment'],
    [200, 'Item_x0020_Variant'],
  ])
  const { text } = await newer.get(`${String(paths[1])}/pdfDocumentContent`)
  expect(text).toContain(String(shipment?.['number']))
  const made = await newer.post(`salesShipments(${shipment?.id ?? ''})/attachments`, { fileName: 'proof.txt' })
  expect(made.json).toMatchObject({ parentType: 'Sales_x0020_Shipment', parentId: shipment?.id })
  const expanded = await newer.get(`salesShipments(${shipment?.id ?? ''})?$expand=attachments,documentAttachments`)
  expect(expanded.json).toMatchObject({ attachments: [{ fileName: 'proof.txt' }], documentAttachments: [] })
  const ofShipments = async (of: Client) =>
    (await of.call('GET', '$metadata')).text.split('<EntityType Name="salesShipment">')[1]?.split('</EntityType>')[0]
  expect(await ofShipments(newer)).toContain('Name="pdfDocument"')
  expect(await ofShipments(client)).not.toContain('Name="pdfDocument"')
  await newer.bc.close()
  // Before, they are not there.
  const old = await Promise.all(paths.map((path) => client.get(path.replace(/\([^)]*\)/, `(${idOf(path)})`))))
  expect(old.map(({ status }) => status)).toEqual([404, 404, 404])
})

/** The id of a row of the same set in the company of the other tests. */
const idOf = (path: string): string =>
  client.bc
    .company(client.usa)
    .table(path.split('(')[0] ?? '')
    .all()[0]?.id ?? ''
