import { checkComponents } from './check-components.ts'
import { type Component, componentKey, type Components, differs, problem } from './component.ts'
import { deleteComponents, type Deletion, type Deletions, type InUse } from './delete-components.ts'
import type { DeployOptions } from './deploy-options.ts'
import { readManifest } from './manifest.ts'
import { readComponents } from './read-components.ts'
import { type Refused, selectComponents } from './select-components.ts'
import { fileText, type PackageFiles, readZip } from './zip.ts'

export interface Deployed {
  readonly component: Component
  readonly created: boolean
  readonly changed: boolean
}

export interface Outcome {
  readonly status: 'Succeeded' | 'SucceededPartial' | 'Failed'
  readonly successes: readonly Deployed[]
  readonly failures: readonly Refused[]
  readonly deleted: readonly Deletion[]
  /** What the deploy succeeded in spite of. */
  readonly warnings: readonly Refused[]
  /** The org's metadata from now on; undefined when nothing is kept. */
  readonly components?: Components
}

const fail = (text: string, fileName = 'package.xml'): Outcome => ({
  status: 'Failed',
  successes: [],
  failures: [{ type: '', fullName: fileName, fileName, problem: problem(text) }],
  deleted: [],
  warnings: [],
})

/** A text is why the file cannot be read. */
function deletions(files: PackageFiles, path: string, org: Components, inUse: InUse): Deletions | string {
  const manifest = readManifest(files, path)
  if (manifest === undefined) return { deleted: [], refused: [], absent: [], result: org }
  return typeof manifest === 'string' ? manifest : deleteComponents(manifest, path, org, inUse)
}

const mostFiles = 10_000
const mostBytes = 39 * 1024 * 1024

/** Works out what a deploy of this zip into this org comes to. Changes nothing itself. */
export function deploy(
  zip: Uint8Array,
  options: DeployOptions,
  org: Components,
  inUse: InUse = () => undefined,
): Outcome {
  // [Metadata API: Deploying and Retrieving Metadata, limits of files]
  if (zip.length > mostBytes) return fail(`LIMIT_EXCEEDED: the zip of a deploy has at most ${mostBytes} bytes`)
  let files: PackageFiles
  try {
    files = readZip(zip)
  } catch {
    return fail('The zip file cannot be read')
  }
  if (files.size > mostFiles) return fail(`LIMIT_EXCEEDED: a deploy has at most ${mostFiles} files`)
  const manifest = readManifest(files, 'package.xml')
  if (manifest === undefined) return fail('No package.xml found')
  if (typeof manifest === 'string') return fail(manifest)

  // Deletions come first unless their file says Post.
  const first = deletions(files, 'destructiveChangesPre.xml', org, inUse)
  if (typeof first === 'string') return fail(first, 'destructiveChangesPre.xml')
  const second = deletions(files, 'destructiveChanges.xml', first.result, inUse)
  if (typeof second === 'string') return fail(second, 'destructiveChanges.xml')

  const { chosen, refused: unchosen } = selectComponents(readComponents(files), manifest, options)
  const file = (path: string): string | undefined => {
    const data = files.get(path)
    return data && fileText(data)
  }
  const { accepted, refused, result } = checkComponents(chosen, second.result, file)
  const last = deletions(files, 'destructiveChangesPost.xml', result, inUse)
  if (typeof last === 'string') return fail(last, 'destructiveChangesPost.xml')

  const steps = [first, second, last]
  const absent = steps.flatMap((step) => step.absent)
  const failures = [
    ...unchosen,
    ...refused,
    ...steps.flatMap((step) => step.refused),
    // A warning counts as an error unless the caller says otherwise. [DeployOptions: ignoreWarnings]
    ...(options.ignoreWarnings ? [] : absent),
  ]
  const successes = accepted.map((component): Deployed => {
    const before = second.result.get(componentKey(component.type, component.fullName))
    return { component, created: !before, changed: !before || differs(before, component) }
  })
  const deleted = steps.flatMap((step) => step.deleted)
  const kept = failures.length === 0 || !options.rollbackOnError
  const some = accepted.length + deleted.length > 0
  return {
    status: failures.length === 0 ? 'Succeeded' : kept && some ? 'SucceededPartial' : 'Failed',
    successes,
    failures,
    deleted,
    warnings: options.ignoreWarnings ? absent : [],
    ...(kept && !options.checkOnly ? { components: last.result } : {}),
  }
}
