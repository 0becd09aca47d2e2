import { strToU8, zipSync } from 'fflate'
import type { Component } from '../metadata/component.ts'
import type { Outcome } from '../metadata/deploy.ts'
import { readComponents } from '../metadata/read-components.ts'
import { toXml } from '../metadata/xml.ts'
import { readZip } from '../metadata/zip.ts'
import type { Actor } from '../records.ts'
import type { PublishedVersion } from './registry.ts'
import type { ToolingWorld } from './world.ts'

/** What a version brings along; the file of a standard object is not its own. */
export const broughtBy = ({ metadata }: PublishedVersion): readonly Component[] =>
  readComponents(readZip(metadata)).components.filter(
    ({ type, fullName }) => type !== 'CustomLabels' && (type !== 'CustomObject' || fullName.includes('__')),
  )

const manifest = (types: readonly object[]): Uint8Array =>
  strToU8(
    `<Package xmlns="http://soap.sforce.com/2006/04/metadata">${toXml({ types })}<version>67.0</version></Package>`,
  )

/** Deletes components of a package, as a deploy of destructive changes does. What is gone already is no matter. */
export function takeOut(
  components: readonly Component[],
  { allOrNone }: { allOrNone: boolean },
  actor: Actor,
  { deployments }: Pick<ToolingWorld, 'deployments'>,
): Outcome {
  const byType = Map.groupBy(components, ({ type }) => type)
  const types = [...byType].map(([name, list]) => ({ members: list.map(({ fullName }) => fullName), name }))
  const zip = zipSync({ 'package.xml': manifest([]), 'destructiveChanges.xml': manifest(types) })
  return deployments.deployNow(zip, { checkOnly: false, rollbackOnError: allOrNone, ignoreWarnings: true }, actor)
}
