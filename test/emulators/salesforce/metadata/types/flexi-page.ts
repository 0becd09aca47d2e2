import { children, componentKey, flag, type Problem, problem, text, type XmlElement } from '../component.ts'
import { hasTarget } from './lightning-component-bundle.ts'
import { type CheckWorld, type MetadataType, missing } from './metadata-type.ts'

/** Custom components stand by bare name or as `c:name`; `force:`, `flexipage:`, … are the platform's. */
function checkComponent(instance: XmlElement, target: string, world: CheckWorld): readonly Problem[] {
  const name = text(instance, 'componentName') ?? ''
  if (name.includes(':') && !name.startsWith('c:')) return []
  const bundle = name.replace(/^c:/, '')
  const component = world.components.get(componentKey('LightningComponentBundle', bundle))
  if (!component) return [problem(`We couldn't retrieve the design time component information for component ${name}.`)]
  if (!flag(component.body, 'isExposed') || !hasTarget(world, bundle, target))
    return [problem(`The component ${bundle} is not exposed for ${target}`)]
  return []
}

const targetOf: Readonly<Record<string, string>> = {
  RecordPage: 'lightning__RecordPage',
  AppPage: 'lightning__AppPage',
  HomePage: 'lightning__HomePage',
  UtilityBar: 'lightning__UtilityBar',
}

/** A Lightning page; since v49 its components stand in `itemInstances`, and the older `componentInstances` is refused. */
export const flexiPage: MetadataType = {
  name: 'FlexiPage',
  directory: 'flexipages',
  suffix: 'flexipage',
  keyPrefix: '0M0',
  developerName: true,
  required: ['masterLabel', 'type', 'template'],
  check(component, world) {
    const { body } = component
    const type = text(body, 'type') ?? ''
    const target = Object.hasOwn(targetOf, type) ? targetOf[type] : undefined
    const object = text(body, 'sobjectType')
    const regions = children(body, 'flexiPageRegions')
    const instances = regions
      .flatMap((region) => children(region, 'itemInstances'))
      .flatMap((item) => children(item, 'componentInstance'))
    return [
      ...(target === undefined ? [problem(`'${type}' is not a valid value for the enum 'FlexiPageType'`)] : []),
      ...(regions.some((region) => region.componentInstances !== undefined)
        ? [problem("Property 'componentInstances' not valid in version 67.0")]
        : []),
      ...(type === 'RecordPage' && object === undefined ? [problem('Required field is missing: sobjectType')] : []),
      ...(object !== undefined && !world.schema.object(object) ? [missing('sobjectType', 'CustomObject', object)] : []),
      ...instances.flatMap((instance) => checkComponent(instance, target ?? '', world)),
    ]
  },
}
