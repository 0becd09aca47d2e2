import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ComponentSet, MetadataConverter } from '@salesforce/source-deploy-retrieve'

/** An org, and a session that may deploy to it. */
export interface DeployTarget {
  readonly instanceUrl: string
  readonly accessToken: string
  /** Default `67.0`. */
  readonly apiVersion?: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The package, and the optional part that ships its change data capture channel. */
const everything: readonly string[] = ['force-app/main', 'force-app/cdc']

const zips = new Map<string, Promise<Buffer>>()

/**
 * Deploys source folders through the REST metadata endpoint, as `sf project deploy start` would. The zip is made once per
 * process.
 *
 * @param options.directories source folders, relative to the repository (default: the whole package)
 * @throws Error naming every component that the org refuses
 */
export async function deployPackage(
  org: DeployTarget,
  options: { readonly directories?: readonly string[] } = {},
): Promise<void> {
  const directories = options.directories ?? everything
  const form = new FormData()
  const deployOptions = { rollbackOnError: true, singlePackage: true, checkOnly: false, ignoreWarnings: false }
  form.set('entity_content', new Blob([JSON.stringify({ deployOptions })], { type: 'application/json' }))
  const zip = new Uint8Array(await zipOf(directories))
  form.set('file', new Blob([zip], { type: 'application/zip' }), 'package.zip')
  const { id } = (await call(org, '', { method: 'POST', body: form })) as { id: string }
  for (;;) {
    const { deployResult } = (await call(org, `/${id}?includeDetails=true`)) as { deployResult: DeployResult }
    if (deployResult.done) {
      if (!deployResult.success) throw new Error(`The org refuses the package:\n${failuresOf(deployResult)}`)
      return
    }
    await sleep(20)
  }
}

interface DeployResult {
  readonly done: boolean
  readonly success: boolean
  readonly status: string
  readonly errorMessage?: string
  readonly details?: { readonly componentFailures?: readonly { fullName: string; fileName: string; problem: string }[] }
}

function zipOf(directories: readonly string[]): Promise<Buffer> {
  const name = directories.join('\n')
  const made = zips.get(name) ?? makeZip(directories)
  zips.set(name, made)
  return made
}

async function makeZip(directories: readonly string[]): Promise<Buffer> {
  const components = ComponentSet.fromSource(directories.map((directory) => `${root}/${directory}`))
  components.sourceApiVersion = '67.0'
  const { zipBuffer } = await new MetadataConverter().convert(components, 'metadata', { type: 'zip' })
  if (!zipBuffer) throw new Error(`Nothing to deploy in ${directories.join(', ')}`)
  return zipBuffer
}

async function call({ instanceUrl, accessToken, apiVersion = '67.0' }: DeployTarget, path: string, init?: RequestInit) {
  const url = `${instanceUrl}/services/data/v${apiVersion}/metadata/deployRequest${path}`
  const response = await fetch(url, { ...init, headers: { authorization: `Bearer ${accessToken}` } })
  const text = await response.text()
  if (!response.ok) throw new Error(`Deploy: HTTP ${response.status} ${text}`)
  return JSON.parse(text) as unknown
}

function failuresOf(result: DeployResult): string {
  const failures = result.details?.componentFailures ?? []
  if (failures.length === 0) return result.errorMessage ?? result.status
  return failures.map(({ fullName, fileName, problem }) => `  ${fileName} ${fullName}: ${problem}`).join('\n')
}
