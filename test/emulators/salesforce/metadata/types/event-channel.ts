import { children, problem, type Problem, text } from '../component.ts'
import { filterExpression, FilterRefused } from '../../pubsub/filter-expression.ts'
import { fieldOf, type ObjectSchema } from '../../schema.ts'
import { type CheckWorld, has, type MetadataType, missing, notHere } from './metadata-type.ts'

/** `AccountChangeEvent` → `Account`, `BC_Invoice__ChangeEvent` → `BC_Invoice__c`. */
export const entityOf = (selected: string): string =>
  selected.replace(/__ChangeEvent$/, '__c').replace(/ChangeEvent$/, '')

/** A custom channel for change events. */
export const platformEventChannel: MetadataType = {
  name: 'PlatformEventChannel',
  directory: 'platformEventChannels',
  suffix: 'platformEventChannel',
  keyPrefix: '0YL',
  required: ['channelType', 'label'],
  check(component) {
    if (!component.fullName.endsWith('__chn')) return [problem('The name of a channel must end in __chn')]
    if (text(component.body, 'channelType') !== 'data')
      return [notHere('A channel of platform events (channelType event)')]
    return []
  },
}

/** All channels together may select five entities. [Change Data Capture: Allocations] */
const allocation = 5

function entities(world: CheckWorld): ReadonlySet<string> {
  const members = [...world.components.values()].filter((one) => one.type === 'PlatformEventChannelMember')
  return new Set(members.map((member) => entityOf(text(member.body, 'selectedEntity') ?? '')))
}

/** [Change Data Capture guide: Filter Expression Format]; the wording is this sandbox's own. */
function filterProblems(expression: string | undefined, object: ObjectSchema): readonly Problem[] {
  if (expression === undefined) return []
  try {
    filterExpression(expression, object)
    return []
  } catch (error) {
    if (!(error instanceof FilterRefused)) throw error
    return [problem(`The filter expression isn't valid: ${error.message}`)]
  }
}

/** Whole compound fields can be enriched, their parts cannot; nor fields of a parent, nor long text. [Event Enrichment Considerations] */
function enrichedProblems(name: string, object: ObjectSchema): readonly Problem[] {
  const field = fieldOf(object, name)
  const compound = object.fields.some((part) => part.compoundFieldName?.toLowerCase() === name.toLowerCase())
  if (!field && !compound) return [missing('enrichedFields', 'CustomField', `${object.name}.${name}`)]
  const long = field?.type === 'textarea' && field.length > 255
  const unfit = long || field?.type === 'base64' || field?.compoundFieldName !== undefined || field?.calculated
  return unfit === true ? [problem(`The field ${name} can't be enriched.`)] : []
}

/** One entity on one channel; named `{channel with _chn}_{selectedEntity}`. */
export const platformEventChannelMember: MetadataType = {
  name: 'PlatformEventChannelMember',
  directory: 'platformEventChannelMembers',
  suffix: 'platformEventChannelMember',
  keyPrefix: '0v8',
  required: ['eventChannel', 'selectedEntity'],
  check(component, world) {
    const { body } = component
    const channel = text(body, 'eventChannel') ?? ''
    const selected = text(body, 'selectedEntity') ?? ''
    const object = world.schema.object(entityOf(selected))
    const enriched = children(body, 'enrichedFields').map((field) => text(field, 'name') ?? '')
    if (channel !== 'ChangeEvents' && !has(world, 'PlatformEventChannel', channel))
      return [missing('eventChannel', 'PlatformEventChannel', channel)]
    if (!selected.endsWith('ChangeEvent') || !object?.changeEvents)
      return [problem(`The selected entity, ${selected}, isn't valid.`)]
    const prefix = `${channel.replace(/__chn$/, '_chn')}_`
    // How the doubled underscore of a custom entity is written in the name is not documented; any number passes there.
    const plain = (text: string): string => text.replaceAll('_', '').toLowerCase()
    const { fullName } = component
    const named =
      fullName.toLowerCase().startsWith(prefix.toLowerCase()) &&
      plain(fullName.slice(prefix.length)) === plain(selected)
    return [
      ...(named ? [] : [problem(`The name of this member must be ${prefix}${selected}`)]),
      ...filterProblems(text(body, 'filterExpression'), object),
      ...enriched.flatMap((name) => enrichedProblems(name, object)),
      ...(enriched.length > 10 ? [problem('A channel member has at most 10 enriched fields')] : []),
      ...(entities(world).size > allocation
        ? [problem(`The maximum number of selected entities for Change Data Capture, ${allocation}, is exceeded.`)]
        : []),
    ]
  },
}
