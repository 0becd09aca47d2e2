import { fieldExists, objectExists } from '../fields.ts'
import type { Rule } from '../finding.ts'
import type { Component, PackageSource } from '../package-source.ts'
import { elements, text } from '../xml.ts'

function dangling(source: PackageSource, { body }: Component): readonly string[] {
  const named = (list: string, name: string): readonly string[] => elements(body, list).map((each) => text(each, name))
  return [
    ...named('fieldPermissions', 'field')
      .filter((field) => !fieldExists(source, field.split('.')[0] ?? '', field.split('.')[1] ?? ''))
      .map((field) => `there is no field ${field}`),
    ...named('objectPermissions', 'object')
      .filter((object) => !objectExists(source, object))
      .map((object) => `there is no object ${object}`),
    ...named('tabSettings', 'tab')
      .filter((tab) => !source.has('CustomTab', tab))
      .map((tab) => `there is no tab ${tab}`),
    ...named('applicationVisibilities', 'application')
      .filter((application) => !source.has('CustomApplication', application))
      .map((application) => `there is no app ${application}`),
  ]
}

export const permissionSetReferences: Rule = {
  name: 'permission-set-references',
  why: 'One name that is not there fails the whole permission set.',
  check: (source) =>
    source
      .ofType('PermissionSet')
      .flatMap((set) => dangling(source, set).map((problem) => ({ path: set.path, problem }))),
}
