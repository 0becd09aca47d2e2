import { children, type Component, text, texts, type XmlElement, type XmlValue } from './component.ts'

const list = (value: XmlValue): readonly (string | XmlElement)[] =>
  Array.isArray(value)
    ? (value as readonly (string | XmlElement)[])
    : value === undefined
      ? []
      : [value as string | XmlElement]

/** The element without those children of a name that `gone` says so of. */
function drop(element: XmlElement, tag: string, gone: (item: string | XmlElement) => boolean): XmlElement {
  if (element[tag] === undefined) return element
  const kept = list(element[tag]).filter((item) => !gone(item))
  if (kept.length === list(element[tag]).length) return element
  const rest = Object.fromEntries(Object.entries(element).filter(([name]) => name !== tag))
  return kept.length === 0 ? rest : { ...rest, [tag]: kept }
}

/** The element with every child of a name mapped. */
const within = (element: XmlElement, tag: string, map: (child: XmlElement) => XmlElement): XmlElement =>
  element[tag] === undefined ? element : { ...element, [tag]: children(element, tag).map(map) }

const naming =
  (tag: string, name: string) =>
  (item: string | XmlElement): boolean =>
    typeof item === 'object' && text(item, tag)?.toLowerCase() === name.toLowerCase()

const permissionLists: Readonly<Record<string, readonly (readonly [list: string, tag: string])[]>> = {
  CustomField: [['fieldPermissions', 'field']],
  CustomObject: [['objectPermissions', 'object']],
  CustomTab: [['tabSettings', 'tab']],
  CustomApplication: [['applicationVisibilities', 'application']],
  CustomPermission: [['customPermissions', 'name']],
}

/**
 * What the platform takes out by itself when a component is deleted: permissions for it, its place on page layouts, in list
 * views and among the tabs of an app. Whatever else names it stands in the way of its deletion.
 * [Salesforce Help: Delete Custom Fields]
 */
export function withoutReferences(
  component: Component,
  { type, fullName }: Pick<Component, 'type' | 'fullName'>,
): Component {
  const [object = '', field = ''] = fullName.split('.')
  const owner = component.fullName.split(/[.-]/)[0]?.toLowerCase()
  const ofField = type === 'CustomField' && owner === object.toLowerCase()
  const same = (item: string | XmlElement): boolean =>
    typeof item === 'string' && item.toLowerCase() === field.toLowerCase()
  let { body } = component
  switch (component.type) {
    case 'PermissionSet':
      for (const [tag, name] of permissionLists[type] ?? []) body = drop(body, tag, naming(name, fullName))
      break
    case 'ListView':
      if (ofField) body = drop(drop(body, 'columns', same), 'filters', naming('field', field))
      break
    case 'Layout':
      if (ofField)
        body = within(body, 'layoutSections', (section) =>
          within(section, 'layoutColumns', (column) => drop(column, 'layoutItems', naming('field', field))),
        )
      if (type === 'CustomField') {
        body = drop(body, 'relatedLists', naming('relatedList', fullName))
        const ofChild = (list_: XmlElement): boolean =>
          text(list_, 'relatedList')?.split('.')[0]?.toLowerCase() === object.toLowerCase()
        body = within(body, 'relatedLists', (list_) =>
          ofChild(list_) && texts(list_, 'fields').length > 1 ? drop(list_, 'fields', same) : list_,
        )
      }
      break
    case 'CustomApplication':
      if (type === 'CustomTab') body = drop(body, 'tabs', (item) => item === fullName)
      break
    default:
  }
  // What changed no longer lies as its file says.
  return JSON.stringify(body) === JSON.stringify(component.body) ? component : { ...component, body, files: new Map() }
}
