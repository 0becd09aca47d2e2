import { flag, problem, text } from '../component.ts'
import { hasTarget } from './lightning-component-bundle.ts'
import { developerNameProblem, has, type MetadataType, missing, notHere } from './metadata-type.ts'

/** A tab of a custom object (named like it) or of a Lightning web component. */
export const customTab: MetadataType = {
  name: 'CustomTab',
  directory: 'tabs',
  suffix: 'tab',
  keyPrefix: '01r',
  required: ['motif'],
  check(component, world) {
    const { body, fullName } = component
    const motif = text(body, 'motif') ?? ''
    if (!/^Custom([1-9]\d?|100): \S/.test(motif)) return [problem(`'${motif}' is not a valid value for motif`)]
    if (flag(body, 'customObject'))
      return world.schema.object(fullName) ? [] : [missing('customObject', 'CustomObject', fullName)]
    const misnamed = developerNameProblem(fullName)
    if (misnamed.length > 0) return misnamed
    const lwc = text(body, 'lwcComponent')
    if (lwc !== undefined) {
      if (!has(world, 'LightningComponentBundle', lwc))
        return [missing('lwcComponent', 'LightningComponentBundle', lwc)]
      if (!hasTarget(world, lwc, 'lightning__Tab'))
        return [problem(`The component ${lwc} must have the target lightning__Tab to be used in a tab`)]
      return text(body, 'label') === undefined ? [problem('Required field is missing: label')] : []
    }
    const page = text(body, 'flexiPage')
    if (page !== undefined) return has(world, 'FlexiPage', page) ? [] : [missing('flexiPage', 'FlexiPage', page)]
    return [notHere('A tab of this kind')]
  },
}
