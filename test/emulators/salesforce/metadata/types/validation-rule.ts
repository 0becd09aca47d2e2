import { resultType, treeOf } from '../../formulas/expression.ts'
import { fieldOf } from '../../schema.ts'
import { problem, text } from '../component.ts'
import { type MetadataType, missing, notHere } from './metadata-type.ts'

/** A validation rule, inside its object's file. One whose formula this sandbox does not do is refused. [Metadata API: ValidationRule] */
export const validationRule: MetadataType = {
  name: 'ValidationRule',
  directory: 'objects',
  suffix: 'object',
  keyPrefix: '03d',
  developerName: true,
  required: ['active', 'errorConditionFormula', 'errorMessage'],
  check({ body, fullName }, { schema }) {
    const [owner = ''] = fullName.split('.')
    const object = schema.object(owner)
    if (!object) return [problem(`no CustomObject named ${owner} found`)]
    const shown = text(body, 'errorDisplayField')
    if (shown !== undefined && !fieldOf(object, shown))
      return [missing('errorDisplayField', 'CustomField', `${object.name}.${shown}`)]
    if ((text(body, 'errorMessage') ?? '').length > 255)
      return [problem('Error Message: data value too large (max length=255)')]
    const tree = treeOf(text(body, 'errorConditionFormula') ?? '')
    const given = 'type' in tree ? resultType(tree, object, schema, { changes: true }) : tree
    if (typeof given !== 'string') return ['wrong' in given ? problem(given.wrong) : notHere(given.notHere)]
    return given === 'checkbox'
      ? []
      : [problem(`Formula result is data type (${given}), incompatible with expected data type (true or false).`)]
  },
}
