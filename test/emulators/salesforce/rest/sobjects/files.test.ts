import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'

let started: TestOrg
let accountId: string
beforeEach(async () => {
  started = await startOrg()
  accountId = (await started.admin.sobject('Account').create({ Name: 'Acme' })).id ?? ''
})
afterEach(() => started[Symbol.asyncDispose]())

const pdf = Buffer.from('%PDF-1.7 invoice 4711')
const file = { PathOnClient: 'Invoice 4711.pdf', VersionData: pdf.toString('base64') }
const load = async (fields: object): Promise<string> =>
  (await started.admin.sobject('ContentVersion').create({ ...file, ...fields })).id ?? ''
const row = (object: string, id: string): Record<string, unknown> => ({ ...started.org.records.get(object, id) })
const headers = (): Record<string, string> => ({ authorization: `Bearer ${started.org.accessToken}` })
const base = (): string => `${started.org.instanceUrl}/services/data/v67.0`
const query = async (soql: string): Promise<Record<string, unknown>[]> => (await started.admin.query(soql)).records

describe('a file', () => {
  test('comes as a version that makes its document and its links', async () => {
    const id = await load({ FirstPublishLocationId: accountId })
    const version = row('ContentVersion', id)
    expect(version).toMatchObject({
      Title: 'Invoice 4711',
      FileType: 'PDF',
      FileExtension: 'pdf',
      ContentSize: pdf.length,
    })
    expect(version).toMatchObject({ IsLatest: true, VersionNumber: '1', FirstPublishLocationId: accountId })
    const documentId = String(version.ContentDocumentId)
    expect(row('ContentDocument', documentId)).toMatchObject({ Title: 'Invoice 4711', LatestPublishedVersionId: id })
    const links = await query(
      `SELECT LinkedEntityId, ShareType, ContentDocument.Title FROM ContentDocumentLink WHERE ContentDocumentId = '${documentId}' ORDER BY ShareType`,
    )
    expect(links.map((link) => [link.ShareType, link.LinkedEntityId])).toEqual([
      ['I', expect.stringMatching(/^005/)],
      ['V', accountId],
    ])
    expect(
      await query(`SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId IN (SELECT Id FROM Account)`),
    ).toHaveLength(1)
    const [account] = await query(`SELECT Id, (SELECT ContentDocumentId FROM ContentDocumentLinks) FROM Account`)
    expect(account).toMatchObject({ ContentDocumentLinks: { totalSize: 1 } })
  })

  test('shows its content as a place, and gives it there', async () => {
    const id = await load({})
    const [found] = await query(`SELECT VersionData FROM ContentVersion WHERE Id = '${id}'`)
    const place = `/services/data/v67.0/sobjects/ContentVersion/${id}/VersionData`
    expect(found?.VersionData).toBe(place)
    const answer = await fetch(started.org.instanceUrl + place, { headers: headers() })
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(pdf)
    expect((await started.call('GET', '/sobjects/ContentVersion/068000000000001AAA/VersionData')).status).toBe(404)
    const part = { method: 'GET', url: place, referenceId: 'a' }
    expect((await started.call('POST', '/composite', { compositeRequest: [part] })).body).toMatchObject({
      compositeResponse: [{ httpStatusCode: 501 }],
    })
  })

  test('may come as multipart', async () => {
    const form = new FormData()
    const entity = JSON.stringify({ PathOnClient: 'a.bin', Title: 'A' })
    form.append('entity_content', new Blob([entity], { type: 'application/json' }))
    form.append('VersionData', new Blob([new Uint8Array([0, 255, 128])], { type: 'application/octet-stream' }), 'a.bin')
    const answer = await fetch(`${base()}/sobjects/ContentVersion`, { method: 'POST', headers: headers(), body: form })
    expect(answer.status).toBe(201)
    const { id } = (await answer.json()) as { id: string }
    expect(row('ContentVersion', id)).toMatchObject({ VersionData: 'AP+A', ContentSize: 3, FileType: 'UNKNOWN' })
    const without = new FormData()
    without.append('VersionData', new Blob(['x']), 'a.bin')
    const refused = await fetch(`${base()}/sobjects/ContentVersion`, {
      method: 'POST',
      headers: headers(),
      body: without,
    })
    expect([refused.status, await refused.json()]).toMatchObject([400, [{ errorCode: 'INVALID_MULTIPART_REQUEST' }]])
    const broken = await fetch(`${base()}/sobjects/ContentVersion`, {
      method: 'POST',
      headers: { ...headers(), 'content-type': 'multipart/form-data; boundary=x' },
      body: 'nothing of the kind',
    })
    expect([broken.status, await broken.json()]).toMatchObject([400, [{ errorCode: 'INVALID_MULTIPART_REQUEST' }]])
  })

  test('gets a new version: the last is the latest, the document shows it', async () => {
    const first = await load({ FirstPublishLocationId: accountId })
    const { ContentDocumentId } = row('ContentVersion', first)
    const second = await load({ ContentDocumentId, PathOnClient: 'Corrected.pdf' })
    expect(row('ContentVersion', first).IsLatest).toBe(false)
    expect(row('ContentVersion', second)).toMatchObject({ IsLatest: true, VersionNumber: '2' })
    expect(row('ContentDocument', String(ContentDocumentId))).toMatchObject({
      Title: 'Corrected',
      LatestPublishedVersionId: second,
    })
    await started.admin.sobject('ContentDocument').update({ Id: String(ContentDocumentId), Title: 'Renamed' })
    expect(row('ContentVersion', second).Title).toBe('Renamed')
    await expect(load({ ContentDocumentId, FirstPublishLocationId: accountId })).rejects.toThrow(
      /FirstPublishLocationId/,
    )
  })

  test('goes with its document; a link goes with its record, the file stays', async () => {
    const id = await load({ FirstPublishLocationId: accountId })
    const documentId = String(row('ContentVersion', id).ContentDocumentId)
    await started.admin.sobject('Account').destroy(accountId)
    expect(started.org.records.all('ContentDocumentLink').map((link) => link.ShareType)).toEqual(['I'])
    expect(started.org.records.all('ContentVersion')).toHaveLength(1)
    await expect(started.admin.sobject('ContentVersion').destroy(id)).rejects.toMatchObject({
      errorCode: 'INVALID_TYPE_FOR_OPERATION',
    })
    await started.admin.sobject('ContentDocument').destroy(documentId)
    for (const object of ['ContentDocument', 'ContentVersion', 'ContentDocumentLink'])
      expect(started.org.records.all(object)).toEqual([])
  })
})

describe('refused', () => {
  test.each([
    ['no path', { PathOnClient: null }, 'REQUIRED_FIELD_MISSING'],
    ['no content', { VersionData: '' }, 'REQUIRED_FIELD_MISSING'],
    ['not base64', { VersionData: 'äöü' }, 'JSON_PARSER_ERROR'],
    ['another document', { ContentDocumentId: '069000000000001AAA' }, 'INVALID_CROSS_REFERENCE_KEY'],
    ['published nowhere', { FirstPublishLocationId: '001000000000001AAA' }, 'INVALID_CROSS_REFERENCE_KEY'],
  ])('%s', async (_case, fields, errorCode) => {
    await expect(load(fields)).rejects.toMatchObject({ errorCode })
    expect(started.org.records.all('ContentDocument')).toEqual([])
  })

  test('a document by itself, a link twice, all links at once', async () => {
    const created = started.admin.sobject('ContentDocument').create({ Title: 'x' })
    await expect(created).rejects.toMatchObject({ errorCode: 'INVALID_TYPE_FOR_OPERATION' })
    const { ContentDocumentId } = row('ContentVersion', await load({ FirstPublishLocationId: accountId }))
    const link = { ContentDocumentId: String(ContentDocumentId), LinkedEntityId: accountId }
    await expect(started.admin.sobject('ContentDocumentLink').create(link)).rejects.toMatchObject({
      errorCode: 'DUPLICATE_VALUE',
    })
    const bill = (await started.admin.sobject('Bill__c').create({ Name: 'B' })).id ?? ''
    const wrong = { ...link, LinkedEntityId: bill, ShareType: 'X' }
    await expect(started.admin.sobject('ContentDocumentLink').create(wrong)).rejects.toMatchObject({
      errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    })
    await started.admin.sobject('ContentDocumentLink').create({ ...link, LinkedEntityId: bill, ShareType: 'I' })
    for (const where of ['', ` WHERE ContentDocumentId != '${String(ContentDocumentId)}'`])
      await expect(started.admin.query(`SELECT Id FROM ContentDocumentLink${where}`)).rejects.toThrow(
        /Implementation restriction/,
      )
  })

  test('too large for JSON, for the org, for its storage', async () => {
    const { switches } = started.org
    switches.maxFileBytesInJson = 10
    await expect(load({})).rejects.toMatchObject({ errorCode: 'FILE_SIZE_LIMIT_EXCEEDED' })
    Object.assign(switches, { maxFileBytesInJson: 1000, maxFileBytes: 10 })
    await expect(load({})).rejects.toMatchObject({ errorCode: 'FILE_SIZE_LIMIT_EXCEEDED' })
    Object.assign(switches, { maxFileBytes: 1000, fileStorageMegabytes: 30 / 1_048_576 })
    await load({})
    await expect(load({})).rejects.toMatchObject({ errorCode: 'STORAGE_LIMIT_EXCEEDED' })
  })
})
