import { type Components } from '../metadata/component.ts'
import { deploy } from '../metadata/deploy.ts'
import type { PackageRegistry } from './registry.ts'

const options = { checkOnly: false, rollbackOnError: true, ignoreWarnings: true }

/** What stands in an org after these versions and what they need, each once. */
function installed(
  ids: readonly string[],
  packages: PackageRegistry,
  before: Components = new Map(),
): Components | string {
  let org = before
  for (const id of ids) {
    const version = packages.get(id)
    if (!version) return `The subscriber package version ${id} is invalid, or is not available to this Dev Hub`
    const needed = installed(version.dependencies, packages, org)
    if (typeof needed === 'string') return needed
    org = deploy(version.metadata, options, needed).components ?? needed
  }
  return org
}

/**
 * Builds a package in an empty org that has nothing but the packages it depends on, as a Dev Hub does.
 * @returns the reasons why that fails
 */
export function buildErrors(
  metadata: Uint8Array,
  dependencies: readonly string[],
  packages: PackageRegistry,
): readonly string[] {
  const org = installed(dependencies, packages)
  if (typeof org === 'string') return [org]
  return deploy(metadata, options, org).failures.map(({ fullName, problem }) => `${fullName}: ${problem.problem}`)
}
