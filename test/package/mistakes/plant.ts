import { type PackageFiles, readPackage } from '../package-source.ts'

const sound = readPackage()
export const main = 'force-app/main/default'
export const field = (object: string, name: string): string => `${main}/objects/${object}/fields/${name}.field-meta.xml`
export const set = (name: string): string => `${main}/permissionsets/${name}.permissionset-meta.xml`

/** The package with one file changed; the change must change something. */
export function changed(path: string, from: string | RegExp, to: string): PackageFiles {
  const before = sound.get(path)
  if (before === undefined) throw new Error(`There is no ${path}`)
  const after = before.replace(from, to)
  if (after === before) throw new Error(`${path} does not contain ${String(from)}`)
  return new Map(sound).set(path, after)
}

export const without = (path: string): PackageFiles => new Map([...sound].filter(([each]) => each !== path))

export const permission = (name: string): string =>
  `<fieldPermissions><editable>false</editable><field>${name}</field><readable>true</readable></fieldPermissions>`
export const objectPermission = (object: string): string =>
  `<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit>` +
  `<allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>${object}</object><viewAllRecords>false</viewAllRecords></objectPermissions>`
export const end = '</PermissionSet>'

/** The rule that must see it, what it must say, and the package with the mistake in it. */
export type Mistake = readonly [rule: string, says: string, files: PackageFiles]
