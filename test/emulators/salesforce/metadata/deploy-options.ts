import { flag, text, type XmlElement } from './component.ts'
import { schemaProblem } from './wsdl/check.ts'

/** [Metadata API Developer Guide: DeployOptions]; `purgeOnDelete` and `singlePackage` are accepted and have no effect here. */
export interface DeployOptions {
  readonly checkOnly: boolean
  readonly rollbackOnError: boolean
  readonly ignoreWarnings: boolean
  /** What the manifest names and the zip has not is no error. */
  readonly allowMissingFiles?: boolean
  /** A test level other than NoTestRun was asked for; there are no tests to run here. */
  readonly runTests?: boolean
}

/**
 * Reads the options of a deploy, as SOAP has them or as `asElement` makes them of JSON.
 * @returns a text when one is unknown, or has a value that it cannot have; `notHere` for one that this sandbox does not do
 */
export function readDeployOptions(given: XmlElement): DeployOptions | string | { readonly notHere: string } {
  const wrong = schemaProblem('DeployOptions', { testLevel: 'NoTestRun', ...given })
  if (wrong) return wrong.problem
  const missing = ['performRetrieve', 'autoUpdatePackage'].find((name) => flag(given, name))
  if (missing !== undefined) return { notHere: `The deploy option ${missing}` }
  return {
    checkOnly: flag(given, 'checkOnly'),
    rollbackOnError: flag(given, 'rollbackOnError'),
    ignoreWarnings: flag(given, 'ignoreWarnings'),
    allowMissingFiles: flag(given, 'allowMissingFiles'),
    runTests: (text(given, 'testLevel') ?? 'NoTestRun') !== 'NoTestRun',
  }
}

/** Options in JSON as elements: an option that is null is left out. */
export const asElement = (options: Readonly<Record<string, unknown>>): XmlElement =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) =>
      value === null
        ? []
        : [[name, Array.isArray(value) ? value.map(String) : JSON.stringify(value).replace(/^"|"$/g, '')]],
    ),
  )
