import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** How the LWC module resolver is told where one module is. [lwc.dev: Module Resolution] */
export interface ModuleAlias {
  readonly name: string
  readonly path: string
}

/**
 * `c/bcMoney` → its file, for every bundle of the package. A `dir` record cannot be used: it wants `<dir>/<namespace>/<name>`,
 * which is not how a Salesforce project is laid out.
 */
export function componentAliases(directory: string): ModuleAlias[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name: `c/${name}`, path: join(directory, name, `${name}.js`) }))
    .filter(({ path }) => existsSync(path))
}
