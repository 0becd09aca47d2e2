import { children, text, texts } from '../component.ts'
import { has, type MetadataType, missing } from './metadata-type.ts'

/** A Lightning app: its tabs and the pages it overrides must be there. */
export const customApplication: MetadataType = {
  name: 'CustomApplication',
  directory: 'applications',
  suffix: 'app',
  keyPrefix: '02u',
  required: ['label'],
  check(component, world) {
    const { body } = component
    const utilityBar = text(body, 'utilityBar')
    const pages = [...children(body, 'actionOverrides'), ...children(body, 'profileActionOverrides')]
      .filter((override) => text(override, 'type') === 'Flexipage')
      .map((override) => text(override, 'content') ?? '')
    return [
      ...texts(body, 'tabs')
        .filter((tab) => !tab.startsWith('standard-') && !has(world, 'CustomTab', tab))
        .map((tab) => missing('tabs', 'CustomTab', tab)),
      ...[...pages, ...(utilityBar === undefined ? [] : [utilityBar])]
        .filter((page) => !has(world, 'FlexiPage', page))
        .map((page) => missing('content', 'FlexiPage', page)),
    ]
  },
}
