import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deployPackage } from '../../../support/deploy-package.ts'
import { createSalesforceEmulator, type SalesforceEmulator } from '../index.ts'

/** What components of a setup page ask for through their adapters, as an admin of the package who is no administrator of the org. */
let org: SalesforceEmulator
const admin = 'rep@sandbox.example'
const master = '012000000000000AAA'
let flow: string
const issues: string[] = []

async function call<Body>(method: string, path: string, body?: unknown): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${org.instanceUrl}/services/data/v67.0${path}`, {
    method,
    headers: { authorization: `Bearer ${org.signIn(admin)}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body }
}

interface Answer {
  readonly data: { readonly uiapi: Readonly<Record<string, unknown>> }
  readonly errors: readonly { readonly message: string }[]
}
const graphql = async (query: string, variables: object = {}) =>
  (await call<Answer>('POST', '/graphql', { query, variables })).body

function add(object: string, fields: Readonly<Record<string, unknown>>): string {
  const userId = org.context.session(org.accessToken)?.userId ?? ''
  const result = org.dml.insert({ userId, api: 'rest' }, object, fields)
  if (!result.success) throw new Error(JSON.stringify(result.errors))
  return result.id
}

beforeAll(async () => {
  org = await createSalesforceEmulator()
  await deployPackage(org)
  org.assign(admin, 'BC_Sync_Admin')
  flow = add('BC_Flow__c', { Name: 'orders', BC_Key__c: 'orders', BC_Status__c: 'Running', BC_Enabled__c: true })
  for (const title of ['Order 1', 'Order 2'])
    issues.push(
      add('BC_Issue__c', { BC_Key__c: title, BC_Record_Title__c: title, BC_Flow__c: flow, BC_Status__c: 'Open' }),
    )
  add('BC_Run__c', { BC_Key__c: 'run-1', BC_Flow__c: flow, BC_Inserted__c: 3, BC_Failed__c: 1 })
  add('BC_Run__c', { BC_Key__c: 'run-2', BC_Flow__c: flow, BC_Inserted__c: 4, BC_Failed__c: 0 })
  add('BC_Connection__c', { Name: 'Bridge', BC_Key__c: 'bridge' })
})
afterAll(() => org.close())

describe('a setup page', () => {
  it('lists flows with their runs, issues and connections in one query', async () => {
    const { data, errors } = await graphql(
      `
        query Setup($first: Int) {
          uiapi {
            query {
              BC_Flow__c(first: $first, orderBy: { Name: { order: ASC } }) {
                edges {
                  node {
                    Id
                    WeakEtag
                    Name {
                      value
                    }
                    BC_Enabled__c {
                      value
                    }
                    BC_Status__c {
                      value
                      label
                    }
                    BC_Runs__r(first: 1, orderBy: { BC_Key__c: { order: DESC } }) {
                      edges {
                        node {
                          BC_Inserted__c {
                            value
                          }
                        }
                      }
                    }
                  }
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
              BC_Issue__c(where: { BC_Status__c: { eq: "Open" } }) {
                totalCount
                edges {
                  node {
                    Id
                    BC_Record_Title__c {
                      value
                    }
                    BC_Flow__r {
                      Name {
                        value
                      }
                    }
                  }
                }
              }
              BC_Connection__c {
                edges {
                  node {
                    Name {
                      value
                    }
                  }
                }
              }
            }
            aggregate {
              BC_Run__c(groupBy: { BC_Flow__c: { group: true } }) {
                edges {
                  node {
                    aggregate {
                      BC_Flow__c {
                        value
                      }
                      BC_Inserted__c {
                        sum {
                          value
                        }
                      }
                      BC_Failed__c {
                        sum {
                          value
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      `,
      { first: 50 },
    )
    expect(errors).toEqual([])
    expect(data.uiapi).toMatchObject({
      query: {
        BC_Flow__c: {
          edges: [
            {
              node: {
                Id: flow,
                BC_Status__c: { value: 'Running', label: 'Running' },
                BC_Enabled__c: { value: true },
                BC_Runs__r: { edges: [{ node: { BC_Inserted__c: { value: 4 } } }] },
              },
            },
          ],
        },
        BC_Issue__c: { totalCount: 2, edges: [{ node: { BC_Flow__r: { Name: { value: 'orders' } } } }, {}] },
        BC_Connection__c: { edges: [{ node: { Name: { value: 'Bridge' } } }] },
      },
      aggregate: {
        BC_Run__c: {
          edges: [{ node: { aggregate: { BC_Flow__c: { value: flow }, BC_Inserted__c: { sum: { value: 7 } } } } }],
        },
      },
    })
  })

  it('edits a flow: getRecord, updateRecord, refresh', async () => {
    const fields = 'fields=BC_Flow__c.Name,BC_Flow__c.BC_Enabled__c&optionalFields=BC_Flow__c.BC_Status__c'
    const read = () =>
      call<{ weakEtag: number; eTag: string; fields: object }>('GET', `/ui-api/records/${flow}?${fields}`)
    const before = await read()
    expect(before).toMatchObject({ status: 200, body: { fields: { BC_Enabled__c: { value: true } } } })
    const saved = await call('PATCH', `/ui-api/records/${flow}`, { fields: { Id: flow, BC_Enabled__c: false } })
    expect(saved).toMatchObject({ status: 200, body: { fields: { BC_Enabled__c: { value: false } } } })
    const after = await read()
    expect(after.body).toMatchObject({ fields: { BC_Enabled__c: { value: false } } })
    expect(after.body.eTag).not.toBe(before.body.eTag)
  })

  it('creates a command by createRecord as by executeMutation', async () => {
    const created = await call<{ id: string }>('POST', '/ui-api/records', {
      apiName: 'BC_Command__c',
      fields: { BC_Action__c: 'Retry', BC_Issue__c: issues[0], BC_Flow__c: flow },
    })
    expect(created).toMatchObject({ status: 201, body: { apiName: 'BC_Command__c' } })
    const { data, errors } = await graphql(
      'mutation Ask($input: BC_Command__cCreateInput!) { uiapi { BC_Command__cCreate(input: $input) { Record { Id Name { value } BC_Action__c { value } BC_Status__c { value } } } } }',
      { input: { BC_Command__c: { BC_Action__c: 'Reconcile', BC_Flow__c: flow } } },
    )
    expect(errors).toEqual([])
    expect(data.uiapi).toMatchObject({ BC_Command__cCreate: { Record: { BC_Action__c: { value: 'Reconcile' } } } })
    const wrong = await call('POST', '/ui-api/records', {
      apiName: 'BC_Command__c',
      fields: { BC_Action__c: 'Explode' },
    })
    expect(wrong).toMatchObject({ status: 400, body: { output: { fieldErrors: { BC_Action__c: [{}] } } } })
  })

  it('reads issues of a flow: getRelatedListRecords, getRelatedListCount, getRecords', async () => {
    const list = `${flow}/BC_Issues__r`
    const records = await call<{ records: { id: string }[] }>('POST', `/ui-api/related-list-records/${list}`, {
      fields: ['BC_Issue__c.BC_Record_Title__c', 'BC_Issue__c.BC_Status__c'],
      sortBy: ['-BC_Issue__c.BC_Record_Title__c'],
      where: '{ BC_Status__c: { eq: "Open" } }',
    })
    expect(records.body.records.map(({ id }) => id)).toEqual(issues.toReversed())
    expect(await call('GET', `/ui-api/related-list-count/${list}`)).toMatchObject({ body: { count: 2 } })
    const batch = await call('GET', `/ui-api/records/batch/${issues.join(',')}?fields=BC_Issue__c.BC_Record_Title__c`)
    expect(batch).toMatchObject({ body: { hasErrors: false, results: [{ statusCode: 200 }, { statusCode: 200 }] } })
  })

  it('knows its objects and choices: getObjectInfo, getPicklistValues', async () => {
    const info = await call<{ fields: Record<string, { updateable: boolean }>; defaultRecordTypeId: string }>(
      'GET',
      '/ui-api/object-info/BC_Flow__c',
    )
    expect(info.body.fields.BC_Enabled__c).toMatchObject({ dataType: 'Boolean', updateable: true })
    expect(info.body.defaultRecordTypeId).toBe(master)
    const values = await call('GET', `/ui-api/object-info/BC_Flow__c/picklist-values/${master}/BC_Status__c`)
    expect(values).toMatchObject({ body: { values: [{ value: 'Running' }, {}, {}, {}, {}] } })
  })
})
