import jsforce from 'jsforce'
import { VirtualClock } from '../../kit/clock.ts'
import { createSalesforceEmulator, type SalesforceEmulator } from '../index.ts'
import type { Switches } from '../switches.ts'
import { packageZip } from './package-zip.ts'
import { samplePackage } from './sample-package.ts'

type Connection = InstanceType<typeof jsforce.Connection>

export interface TestOrg extends AsyncDisposable {
  readonly org: SalesforceEmulator
  /** jsforce as the system administrator. */
  readonly admin: Connection
  /** jsforce as another user, with `Sforce-Call-Options: client=bcbridge`. */
  readonly as: (username: string) => Connection
  /** A raw call as the administrator: path below `/services/data/v67.0`. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: unknown; headers: Headers }>
  /** Creates a row as the administrator: its id. */
  readonly create: (object: string, fields: Readonly<Record<string, unknown>>) => Promise<string>
  readonly deploy: (files: Readonly<Record<string, string>>) => Promise<DeployAnswer>
}

export interface DeployAnswer {
  readonly success: boolean
  readonly status: string
  /** `Type:FullName: problem`. */
  readonly failures: readonly string[]
}

/** An org on a clock that stands at 2 March 2026, with the sample package unless told otherwise. */
export async function startOrg(options: { switches?: Partial<Switches>; bare?: boolean } = {}): Promise<TestOrg> {
  const clock = new VirtualClock({ start: Date.parse('2026-03-02T10:00:00Z'), running: false })
  const org = await createSalesforceEmulator({ clock, ...(options.switches ? { switches: options.switches } : {}) })
  const connect = (accessToken: string): Connection =>
    new jsforce.Connection({
      instanceUrl: org.instanceUrl,
      accessToken,
      version: '67.0',
      callOptions: { client: 'bcbridge' },
    })
  const admin = connect(org.accessToken)

  const started: TestOrg = {
    org,
    admin,
    as: (username) => connect(org.signIn(username)),
    async call(method, path, body, headers = {}) {
      const response = await fetch(`${org.instanceUrl}/services/data/v67.0${path}`, {
        method,
        headers: { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      return {
        status: response.status,
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
        headers: response.headers,
      }
    },
    create: async (object, fields) => (await admin.sobject(object).create(fields)).id ?? '',
    async deploy(files) {
      const form = new FormData()
      form.append('file', new Blob([packageZip(files)], { type: 'application/zip' }), 'package.xml')
      form.append(
        'entity_content',
        new Blob([JSON.stringify({ deployOptions: { rollbackOnError: true } })], { type: 'application/json' }),
      )
      const url = `${org.instanceUrl}/services/data/v67.0/metadata/deployRequest`
      const headers = { authorization: `Bearer ${org.accessToken}` }
      const { id } = (await (await fetch(url, { method: 'POST', headers, body: form })).json()) as { id: string }
      const polled = await (await fetch(`${url}/${id}?includeDetails=true`, { headers })).json()
      const { deployResult } = polled as {
        deployResult: {
          success: boolean
          status: string
          details: { componentFailures: { componentType: string; fullName: string; problem: string }[] }
        }
      }
      const failures = deployResult.details.componentFailures.map(
        (one) => `${one.componentType}:${one.fullName}: ${one.problem}`,
      )
      return { success: deployResult.success, status: deployResult.status, failures }
    },
    [Symbol.asyncDispose]: () => org.close(),
  }
  if (!options.bare) {
    const { failures } = await started.deploy(samplePackage)
    if (failures.length > 0) throw new Error(failures.join('\n'))
  }
  return started
}
