import { filterOperations } from '../../data/roll-up.ts'
import { fieldOf, type FieldSchema } from '../../schema.ts'
import { children, type Component, problem, type Problem, text, type XmlElement } from '../component.ts'
import { type CheckWorld, notHere } from './metadata-type.ts'

const mustSpecify = (tag: string): Problem => problem(`Must specify '${tag}' for a CustomField of type Summary`)
const summable = new Set(['double', 'currency', 'percent', 'int'])
const ordered = new Set([...summable, 'date', 'datetime'])

/** `Bill_Line__c.Amount__c` as a field of the org that comes to be. */
function fieldAt(path: string | undefined, { schema }: CheckWorld): FieldSchema | undefined {
  const [name = '', field = ''] = path?.split('.') ?? []
  const object = schema.object(name)
  return object && fieldOf(object, field)
}

function filterProblems(body: XmlElement, world: CheckWorld): readonly (Problem | false | undefined)[] {
  return children(body, 'summaryFilterItems').flatMap((item) => {
    const field = text(item, 'field')
    const operation = text(item, 'operation') ?? ''
    return [
      !fieldAt(field, world) && problem(`In field: field - no CustomField named ${field ?? ''} found`),
      text(item, 'valueField') !== undefined && notHere('A roll-up filter that compares two fields'),
      summable.has(fieldAt(field, world)?.type ?? '') &&
        !/^-?\d+(\.\d+)?$/.test(text(item, 'value') ?? '') &&
        problem(`In field: value - ${text(item, 'value') ?? ''} is no number`),
      !filterOperations.has(operation) && notHere(`The roll-up filter operation ${operation}`),
    ]
  })
}

/** What a roll-up summary needs: a master-detail field to this object, and something to sum up. [Metadata API: CustomField] */
export function summaries(
  body: XmlElement,
  type: string,
  component: Component,
  world: CheckWorld,
): readonly (Problem | false | undefined)[] {
  if (type !== 'Summary') return []
  const [owner = ''] = component.fullName.split('.')
  const operation = text(body, 'summaryOperation')
  const key = text(body, 'summaryForeignKey')
  const summarized = text(body, 'summarizedField')
  if (operation === undefined) return [mustSpecify('summaryOperation')]
  if (key === undefined) return [mustSpecify('summaryForeignKey')]
  if (!['count', 'sum', 'min', 'max'].includes(operation))
    return [problem(`'${operation}' is not a valid value for the enum 'SummaryOperations'`)]
  const relation = fieldAt(key, world)
  const field = fieldAt(summarized, world)
  const allowed = operation === 'sum' ? summable : ordered
  return [
    !(relation?.masterDetail && relation.referenceTo.some((name) => name.toLowerCase() === owner.toLowerCase())) &&
      problem(`summaryForeignKey: ${key} is not a master-detail relationship to ${owner}`),
    operation !== 'count' && summarized === undefined && mustSpecify('summarizedField'),
    operation !== 'count' &&
      summarized !== undefined &&
      summarized.split('.')[0]?.toLowerCase() !== key.split('.')[0]?.toLowerCase() &&
      problem(`summarizedField: ${summarized} is not a field of the detail`),
    operation !== 'count' &&
      summarized !== undefined &&
      (!field || (!field.rollUp && !allowed.has(field.type))) &&
      problem(`summarizedField: ${summarized} cannot be summarized by ${operation}`),
    ...filterProblems(body, world),
  ]
}
