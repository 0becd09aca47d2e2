import { XMLParser } from 'fast-xml-parser'
import { problem, type Problem } from '../component.ts'
import { type CheckWorld, notHere } from './metadata-type.ts'

/** One `targetConfig` with its attributes as `@name`. */
type Config = Readonly<Record<string, unknown>>

const parser = new XMLParser({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  parseTagValue: false,
  isArray: (name) => ['targetConfig', 'property', 'object', 'supportedFormFactor', 'target'].includes(name),
})

/** [LWC guide: XML Configuration File Elements] */
const elements: ReadonlySet<string> = new Set([
  'actionType',
  'event',
  'hasStep',
  'objects',
  'property',
  'propertyType',
  'supportedFormFactors',
])

/** Where a component may stand. [LWC guide: XML Configuration File Elements, target] */
const knownTargets: ReadonlySet<string> = new Set([
  ...[
    'AppPage',
    'HomePage',
    'RecordPage',
    'RecordAction',
    'Tab',
    'UtilityBar',
    'UrlAddressable',
    'FlowScreen',
    'FlowAction',
  ].map((name) => `lightning__${name}`),
  ...['AgentforceInput', 'AgentforceOutput', 'EnablementProgram', 'Inbox', 'VoiceExtension'].map(
    (name) => `lightning__${name}`,
  ),
  ...['Default', 'Page', 'Page_Layout', 'Theme_Layout'].map((name) => `lightningCommunity__${name}`),
  ...['ChatHeader', 'ChatMessage', 'MessagingPreChat', 'Minimized', 'PreChat'].map(
    (name) => `lightningSnapin__${name}`,
  ),
  'lightningStatic__Email',
  'analytics__Dashboard',
])

const inside = (parent: unknown, name: string): unknown =>
  typeof parent === 'object' && parent !== null ? (parent as Config)[name] : undefined
const list = (parent: unknown, name: string): readonly unknown[] => {
  const found = inside(parent, name)
  return Array.isArray(found) ? found : []
}
const attribute = (element: unknown, name: string): string | undefined => {
  const value = inside(element, `@${name}`)
  return typeof value === 'string' ? value : undefined
}

/** Properties that the component itself marks `@api`; what a class above it marks does not count. [salesforce/lwc#5409] */
const apiProperties = (script: string): ReadonlySet<string> =>
  new Set([...script.matchAll(/@api\s+(?:(?:get|set|async)\s+)?([\w$]+)/g)].map(([, name = '']) => name))

const values: Readonly<Partial<Record<string, readonly string[]>>> = {
  actionType: ['ScreenAction', 'Action'],
  supportedFormFactor: ['Small', 'Large'],
}

function oneOf(name: string, value: unknown): readonly Problem[] {
  return values[name]?.includes(String(value)) === false
    ? [problem(`'${typeof value === 'string' ? value : ''}' is not a valid value for ${name}`)]
    : []
}

function checkConfig(
  config: Config,
  {
    declared,
    api,
    file,
    world,
  }: { declared: readonly unknown[]; api: ReadonlySet<string>; file: string; world: CheckWorld },
): readonly Problem[] {
  const targets = (attribute(config, 'targets') ?? '').split(',').map((one) => one.trim())
  const tag = Object.keys(config).find((name) => !name.startsWith('@') && name !== '#text' && !elements.has(name))
  const unlisted = targets.filter((one) => !declared.includes(one))
  const properties = list(config, 'property')
  const objects = list(inside(config, 'objects'), 'object').map(String)
  return [
    ...(tag === undefined ? [] : [notHere(`The element ${tag} of targetConfig`)]),
    ...unlisted.map((one) =>
      problem(`The target '${one}' of a targetConfig must be one of the targets of the component`),
    ),
    ...properties.flatMap((one) =>
      ['name', 'type']
        .filter((name) => attribute(one, name) === undefined)
        .map((name) => problem(`The ${name} attribute of a property is required`)),
    ),
    ...properties
      .map((one) => attribute(one, 'name'))
      .filter((name) => name !== undefined && !api.has(name))
      .map((name) => problem(`The '${name ?? ''}' property of a targetConfig is no @api property of the component`)),
    ...objects
      .filter((name) => !world.schema.object(name))
      .map((name) => problem(`Invalid reference ${name} of type sobjectClass in file ${file}`)),
    ...(config.actionType === undefined ? [] : oneOf('actionType', config.actionType)),
    ...list(inside(config, 'supportedFormFactors'), 'supportedFormFactor').flatMap((one) =>
      oneOf('supportedFormFactor', attribute(one, 'type')),
    ),
  ]
}

/**
 * Where a component may stand and what a page builder may set, in the meta file of a bundle: targets that the component has, properties that it has, objects that there are. Only the
 * wording about objects is that of an org.
 * @param meta text of the meta file, which is well formed
 */
export function checkTargetConfigs(
  { name, meta, script }: { name: string; meta: string; script: string },
  world: CheckWorld,
): readonly Problem[] {
  const bundle = inside(parser.parse(meta), 'LightningComponentBundle')
  const configs = list(inside(bundle, 'targetConfigs'), 'targetConfig')
  const declared = list(inside(bundle, 'targets'), 'target')
  const given = { declared, api: apiProperties(script), file: `${name}.js-meta.xml`, world }
  const unknown = declared.map(String).filter((one) => !knownTargets.has(one))
  if (unknown.length > 0) return unknown.map((one) => notHere(`The target ${one} of a component`))
  return configs.flatMap((config) => checkConfig(typeof config === 'object' ? (config as Config) : {}, given))
}
