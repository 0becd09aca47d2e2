import { children, componentKey, flag, problem, type Problem, text, texts } from '../component.ts'
import { fieldOf, parentOf } from '../../schema.ts'
import { type CheckWorld, has, type MetadataType } from './metadata-type.ts'
import { checkTargetConfigs } from './target-configs.ts'

const matches = (source: string, pattern: RegExp): readonly string[] =>
  [...source.matchAll(pattern)].map((found) => found[1] ?? '')

const kebabToCamel = (tag: string): string => tag.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase())

/** `@salesforce/schema/Account.Owner.Name`: object, fields and parents exist. */
function schemaExists(path: string, world: CheckWorld): boolean {
  const [root = '', ...rest] = path.split('.')
  let object = world.schema.object(root)
  for (const [index, part] of rest.entries()) {
    if (!object) return false
    const last = index === rest.length - 1
    if (last) return fieldOf(object, part) !== undefined
    const relation = object.fields.find((field) => field.relationshipName === part)
    object = relation && parentOf(relation, world.schema)
  }
  return object !== undefined
}

function checkImports(script: string, world: CheckWorld): readonly Problem[] {
  const labels = matches(script, /['"]@salesforce\/label\/c\.(\w+)['"]/g).filter(
    (name) => !has(world, 'CustomLabel', name),
  )
  const schemas = matches(script, /['"]@salesforce\/schema\/([\w.]+)['"]/g).filter((path) => !schemaExists(path, world))
  const modules = matches(script, /from\s+['"]c\/(\w+)['"]/g).filter(
    (name) => !has(world, 'LightningComponentBundle', name),
  )
  const apex = matches(script, /['"]@salesforce\/apex\/([\w.]+)['"]/g)
  return [
    ...labels.map((name) => problem(`Invalid reference c.${name} of type label in file`)),
    ...schemas.map((path) => problem(`Invalid reference ${path} of type sobjectField in file`)),
    ...modules.map((name) => problem(`No MODULE named markup://c:${name} found`)),
    ...apex.map((name) => problem(`Unable to find Apex action class referenced as '${name.split('.')[0] ?? ''}'.`)),
  ]
}

/** Whether the bundle says in its meta file that it may stand at `target`. */
export function hasTarget(world: CheckWorld, bundle: string, target: string): boolean {
  const component = world.components.get(componentKey('LightningComponentBundle', bundle))
  return (
    component !== undefined &&
    children(component.body, 'targets').some((targets) => texts(targets, 'target').includes(target))
  )
}

/**
 * A Lightning web component: module and meta file, and everything it names exists. Whether its JavaScript and template compile is
 * not checked here; the LWC compiler does that.
 */
export const lightningComponentBundle: MetadataType = {
  name: 'LightningComponentBundle',
  directory: 'lwc',
  suffix: 'js-meta.xml',
  keyPrefix: '0Rb',
  check(component, world) {
    const { fullName, body } = component
    const script = world.file(`lwc/${fullName}/${fullName}.js`)
    const meta = world.file(`lwc/${fullName}/${fullName}.js-meta.xml`) ?? ''
    const template = world.file(`lwc/${fullName}/${fullName}.html`) ?? ''
    if (!/^[a-z][A-Za-z0-9_]*$/.test(fullName))
      return [problem(`Invalid bundle name ${fullName}: it must begin with a lowercase letter`)]
    if (script === undefined)
      return [problem(`Cannot find Lightning Component Bundle ${fullName}: ${fullName}.js is missing`)]
    const children = matches(template, /<c-([a-z0-9-]+)/g).map(kebabToCamel)
    return [
      ...(text(body, 'apiVersion') === undefined ? [problem('Required field is missing: apiVersion')] : []),
      ...(Number(text(body, 'apiVersion') ?? 0) > 67
        ? [problem(`The API version ${text(body, 'apiVersion') ?? ''} is later than that of the org`)]
        : []),
      ...(flag(body, 'isExposed') && body.targets === undefined
        ? [problem(`A target is required when isExposed is true`)]
        : []),
      ...children
        .filter((name) => !has(world, 'LightningComponentBundle', name))
        .map((name) => problem(`No MODULE named markup://c:${name} found : [markup://c:${fullName}]`)),
      ...checkImports(script, world),
      ...checkTargetConfigs({ name: fullName, meta, script }, world),
    ]
  },
}
