import { type Component, componentKey, type Components, problem } from './component.ts'
import { checkComponents } from './check-components.ts'
import { readManifest } from './manifest.ts'
import { readComponents } from './read-components.ts'
import { type Refused, selectComponents } from './select-components.ts'
import { fileText, readZip } from './zip.ts'

/** [Metadata API Developer Guide: DeployOptions]; the rest of them is accepted and has no effect here. */
export interface DeployOptions {
  readonly checkOnly: boolean
  readonly rollbackOnError: boolean
  readonly ignoreWarnings: boolean
}

export interface Deployed {
  readonly component: Component
  readonly created: boolean
  readonly changed: boolean
}

export interface Outcome {
  readonly status: 'Succeeded' | 'SucceededPartial' | 'Failed'
  readonly successes: readonly Deployed[]
  readonly failures: readonly Refused[]
  /** The org's metadata from now on; undefined when nothing is kept. */
  readonly components?: Components
}

const fail = (text: string, fileName = 'package.xml'): Outcome => ({
  status: 'Failed',
  successes: [],
  failures: [{ type: '', fullName: fileName, fileName, problem: problem(text) }],
})

const deletions = ['destructiveChanges.xml', 'destructiveChangesPre.xml', 'destructiveChangesPost.xml']

/** Works out what a deploy of this zip into this org comes to. Changes nothing itself. */
export function deploy(zip: Uint8Array, options: DeployOptions, org: Components): Outcome {
  let files
  try {
    files = readZip(zip)
  } catch {
    return fail('The zip file cannot be read')
  }
  const manifest = readManifest(files, 'package.xml')
  if (manifest === undefined) return fail('No package.xml found')
  if (typeof manifest === 'string') return fail(manifest)
  for (const path of deletions) {
    const deletion = readManifest(files, path)
    if (typeof deletion === 'object' && deletion.types.size > 0)
      return fail(`NOT_SUPPORTED_BY_SANDBOX: deleting metadata by ${path} is not supported by this sandbox`, path)
  }
  const { chosen, refused: unchosen } = selectComponents(readComponents(files), manifest)
  const file = (path: string): string | undefined => {
    const data = files.get(path)
    return data && fileText(data)
  }
  const { accepted, refused, result } = checkComponents(chosen, org, file)
  const failures = [...unchosen, ...refused]
  const successes = accepted.map((component): Deployed => {
    const before = org.get(componentKey(component.type, component.fullName))
    const changed = !before || JSON.stringify(before.body) !== JSON.stringify(component.body)
    return { component, created: !before, changed: changed || component.files.length > 0 }
  })
  const kept = failures.length === 0 || !options.rollbackOnError
  const status = failures.length === 0 ? 'Succeeded' : kept && accepted.length > 0 ? 'SucceededPartial' : 'Failed'
  return { status, successes, failures, ...(kept && !options.checkOnly ? { components: result } : {}) }
}
