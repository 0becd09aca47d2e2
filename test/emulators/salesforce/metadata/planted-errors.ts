import { afterAll, beforeAll, expect, test } from 'vitest'
import { file } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

/** What is wrong, the files in which it is, and how the org says so. */
export type PlantedError = readonly [what: string, files: Record<string, string>, says: RegExp]

/**
 * An empty org for deploys that do not succeed: one is enough for all of them. Call it at the top of a test file: it brings its own
 * set-up and clean-up.
 */
export function anOrgThatRefuses() {
  let started: TestOrg | undefined
  beforeAll(async () => {
    started = await startOrg({ bare: true })
  })
  afterAll(() => started?.[Symbol.asyncDispose]())
  const org = (): TestOrg => {
    if (!started) throw new Error('The org starts before the first test.')
    return started
  }
  return {
    org,
    /** One test for each error: the deploy fails, and says so. */
    finds: (errors: readonly PlantedError[]) => {
      test.each(errors)('%s', async (_what, files, says) => {
        const { success, failures } = await org().deploy(files)
        expect(success).toBe(false)
        expect(failures.join('\n')).toMatch(says)
      })
    },
  }
}

/** A package of one custom field of Account with this content. */
export const field = (content: string): Record<string, string> => ({
  'objects/Account.object': file(
    'CustomObject',
    `<fields><fullName>F__c</fullName><label>F</label>${content}</fields>`,
  ),
})
/** A package of one permission set with this content. */
export const grants = (content: string): Record<string, string> => ({
  'permissionsets/P.permissionset': file('PermissionSet', `<label>P</label>${content}`),
})
/** A permission set that lets a field be edited. */
export const grantField = (name: string): Record<string, string> =>
  grants(
    `<fieldPermissions><editable>true</editable><field>${name}</field><readable>true</readable></fieldPermissions>`,
  )
/** Object permissions with these rights and no others. */
export const grantObject = (name: string, rights: readonly string[]): string =>
  `<objectPermissions>${['Create', 'Delete', 'Edit', 'Read'].map((right) => `<allow${right}>${rights.includes(right)}</allow${right}>`).join('')}<modifyAllRecords>false</modifyAllRecords><object>${name}</object><viewAllRecords>false</viewAllRecords></objectPermissions>`
