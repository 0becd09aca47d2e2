import { strToU8, zipSync } from 'fflate'
import { expect } from 'vitest'
import { packageZip } from '../../testing/package-zip.ts'
import { samplePackage } from '../../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'

export type Json = Record<string, unknown>
export interface Answer {
  readonly status: number
  readonly body: Json & Json[]
}
type Files = Readonly<Record<string, string>>

/** An org without metadata that is its own Dev Hub: packages are made in it, and installed in it. */
export interface DevHub extends AsyncDisposable {
  readonly started: TestOrg
  /** A raw call as the administrator: path below `/services/data/v67.0/tooling`. */
  call(method: string, path: string, body?: unknown): Promise<Answer>
  query(soql: string): Promise<readonly Json[]>
  /** An unlocked package; its id. */
  makePackage(name?: string): Promise<string>
  /** Asks for a version of a package, as the sf CLI does. */
  request(packageId: string, fields?: object, files?: Files, descriptor?: object): Promise<Answer>
  /** Makes a version of a new package; its 05i and 04t ids. */
  version(
    name?: string,
    fields?: object,
    files?: Files,
    descriptor?: object,
  ): Promise<{ own: string; installs: string }>
}

export const idOf = ({ body }: { body: Json }): string => String(body.id)

/** What the sf CLI sends: a zip of a descriptor and of the metadata. */
function versionInfo(files: Files, descriptor: object): string {
  const about = { versionName: 'v0.1', versionNumber: '0.1.0.NEXT', ...descriptor }
  const zip = zipSync({ 'package2-descriptor.json': strToU8(JSON.stringify(about)), 'package.zip': packageZip(files) })
  return Buffer.from(zip).toString('base64')
}

export async function startDevHub(): Promise<DevHub> {
  const started = await startOrg({ bare: true, switches: { devHub: true } })
  const call: DevHub['call'] = async (method, path, body) => {
    const { status, body: json } = await started.call(method, `/tooling${path}`, body)
    return { status, body: json as Json & Json[] }
  }
  const query: DevHub['query'] = async (soql) =>
    (await call('GET', `/query?q=${encodeURIComponent(soql)}`)).body.records as Json[]
  const makePackage: DevHub['makePackage'] = async (name = 'Billing') =>
    idOf(await call('POST', '/sobjects/Package2', { Name: name, ContainerOptions: 'Unlocked', NamespacePrefix: '' }))
  const request: DevHub['request'] = (Package2Id, fields = {}, files = samplePackage, descriptor = {}) =>
    call('POST', '/sobjects/Package2VersionCreateRequest', {
      Package2Id,
      VersionInfo: versionInfo(files, descriptor),
      CalculateCodeCoverage: true,
      ...fields,
    })
  return {
    started,
    call,
    query,
    makePackage,
    request,
    async version(name, fields, files, descriptor) {
      const id = idOf(await request(await makePackage(name), fields, files, descriptor))
      const [row] = await query(
        `SELECT Status, Package2VersionId, Package2Version.SubscriberPackageVersionId FROM Package2VersionCreateRequest WHERE Id = '${id}'`,
      )
      expect(row).toMatchObject({ Status: 'Success' })
      const made = row as { Package2VersionId: string; Package2Version: { SubscriberPackageVersionId: string } }
      return { own: made.Package2VersionId, installs: made.Package2Version.SubscriberPackageVersionId }
    },
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  }
}
