import { child, type Component, flag, problem, type Problem, text } from '../component.ts'
import type { CheckWorld, MetadataType } from './metadata-type.ts'

const sharingModels = new Set(['Private', 'Read', 'ReadWrite', 'ReadWriteTransfer', 'FullAccess', 'ControlledByParent'])

/** The kind of an object: an enterprise application has all three, a light one none. [Metadata API: CustomObject] */
const together = ['enableBulkApi', 'enableSharing', 'enableStreamingApi'] as const

function checkCustom(component: Component, world: CheckWorld): readonly (Problem | false)[] {
  const { body, fullName } = component
  const nameField = child(body, 'nameField')
  const nameType = nameField && text(nameField, 'type')
  const sharing = text(body, 'sharingModel')
  const masters = world.schema.object(fullName)?.fields.filter((field) => field.masterDetail).length ?? 0
  return [
    (!/^[A-Za-z][A-Za-z0-9_]*__c$/.test(fullName) || /__.*__c$|___c$/.test(fullName)) &&
      problem(
        'The object name must begin with a letter, contain only alphanumeric characters and single underscores, and end in __c',
      ),
    ...['label', 'pluralLabel', 'deploymentStatus', 'sharingModel']
      .filter((tag) => text(body, tag) === undefined)
      .map((tag) => problem(`Must specify a non-empty ${tag} for the CustomObject`)),
    nameType !== 'Text' && nameType !== 'AutoNumber' && problem('Must specify a nameField of type Text or AutoNumber'),
    nameType === 'AutoNumber' &&
      text(nameField ?? {}, 'displayFormat') === undefined &&
      problem('Must specify displayFormat for an AutoNumber name field'),
    sharing !== undefined &&
      !sharingModels.has(sharing) &&
      problem(`'${sharing}' is not a valid value for the enum 'SharingModel'`),
    !together.every((tag) => flag(body, tag) === flag(body, together[0])) &&
      problem(`${together.join(', ')} must all be enabled or all be disabled`),
    masters > 2 && problem('A custom object can have at most two MasterDetail relationship fields'),
    masters > 0 &&
      sharing !== 'ControlledByParent' &&
      problem(`Cannot set sharingModel to ${sharing ?? ''} on a CustomObject with a MasterDetail relationship field`),
    masters === 0 &&
      sharing === 'ControlledByParent' &&
      problem(
        'Cannot set sharingModel to ControlledByParent on a CustomObject without a MasterDetail relationship field',
      ),
  ]
}

/** An object file: the object itself, and inside it fields, list views and compact layouts as components of their own. */
export const customObject: MetadataType = {
  name: 'CustomObject',
  directory: 'objects',
  suffix: 'object',
  keyPrefix: '01I',
  children: {
    fields: 'CustomField',
    listViews: 'ListView',
    compactLayouts: 'CompactLayout',
    validationRules: 'ValidationRule',
    recordTypes: 'RecordType',
    fieldSets: 'FieldSet',
    webLinks: 'WebLink',
    indexes: 'Index',
    businessProcesses: 'BusinessProcess',
    sharingReasons: 'SharingReason',
  },
  elements: new Set(
    'fullName label pluralLabel description nameField deploymentStatus sharingModel externalSharingModel enableActivities enableBulkApi enableFeeds enableHistory enableReports enableSearch enableSharing enableStreamingApi enableLicensing allowInChatterGroups compactLayoutAssignment searchLayouts actionOverrides startsWith gender visibility customHelp customHelpPage household recordTypeTrackHistory recordTypeTrackFeedHistory enableEnhancedLookup historyRetentionPolicy'.split(
      ' ',
    ),
  ),
  check(component, world) {
    const assigned = text(component.body, 'compactLayoutAssignment')
    const layout = `compactlayout:${component.fullName}.${assigned ?? ''}`.toLowerCase()
    const found = [
      assigned !== undefined &&
        assigned !== 'SYSTEM' &&
        !world.components.has(layout) &&
        problem(`In field: compactLayoutAssignment - no CompactLayout named ${component.fullName}.${assigned} found`),
      ...(component.fullName.endsWith('__c') ? checkCustom(component, world) : []),
      !component.fullName.includes('__') &&
        !world.schema.object(component.fullName) &&
        problem(`NOT_SUPPORTED_BY_SANDBOX: the standard object ${component.fullName} is not supported by this sandbox`),
      /__(mdt|e|b|x|kav)$/.test(component.fullName) &&
        problem(
          `NOT_SUPPORTED_BY_SANDBOX: objects of the kind ${component.fullName} are not supported by this sandbox`,
        ),
    ]
    return found.filter((one): one is Problem => typeof one === 'object')
  },
}
