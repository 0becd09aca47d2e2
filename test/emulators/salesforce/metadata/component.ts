import type { PackageFiles } from './zip.ts'

/** Parsed XML: text stays text, one element is an object, several of a name are an array. */
export type XmlValue = string | XmlElement | readonly (string | XmlElement)[] | undefined
export interface XmlElement {
  readonly [tag: string]: XmlValue
}

/** One piece of metadata as it lies in the org, or in a deploy on its way there. */
export interface Component {
  /** Metadata API type, e.g. `CustomField`. */
  readonly type: string
  /** E.g. `Account.BC_Key__c`. */
  readonly fullName: string
  /** Path in the zip, e.g. `objects/Account.object`. */
  readonly fileName: string
  readonly body: XmlElement
  /** Its files by path in the zip, as they came; none for what lies inside the file of an object or of all labels. */
  readonly files: PackageFiles
}

/** By `Type:FullName`, lower case. */
export type Components = ReadonlyMap<string, Component>

export const componentKey = (type: string, fullName: string): string => `${type}:${fullName}`.toLowerCase()

/** Whether deploying `next` over `before` changes anything. */
export function differs(before: Component, next: Component): boolean {
  if (JSON.stringify(before.body) !== JSON.stringify(next.body) || before.files.size !== next.files.size) return true
  return [...next.files].some(([path, data]) => Buffer.compare(before.files.get(path) ?? Buffer.alloc(0), data) !== 0)
}

/** One reason why a component cannot be deployed, in the words of the deploy result. */
export interface Problem {
  readonly problem: string
  readonly problemType: 'Error' | 'Warning'
}

export const problem = (text: string): Problem => ({ problem: text, problemType: 'Error' })

/** The text of a child element; undefined when it is absent or has children of its own. */
export function text(element: XmlElement, tag: string): string | undefined {
  const value = element[tag]
  return typeof value === 'string' ? value : undefined
}

/** `true` and `false` elements, which may be written `1` and `0`. */
export const flag = (element: XmlElement, tag: string): boolean =>
  ['true', '1'].includes(text(element, tag)?.trim() ?? '')

export function number(element: XmlElement, tag: string): number | undefined {
  const value = text(element, tag)
  return value === undefined || value.trim() === '' ? undefined : Number(value)
}

/** All child elements of a name, none, one or many. */
export function children(element: XmlElement, tag: string): readonly XmlElement[] {
  const value = element[tag]
  const list: readonly XmlValue[] = Array.isArray(value) ? (value as readonly XmlValue[]) : [value]
  return list.filter((item): item is XmlElement => typeof item === 'object' && !Array.isArray(item))
}

export function texts(element: XmlElement, tag: string): readonly string[] {
  const value = element[tag]
  const list: readonly XmlValue[] = Array.isArray(value) ? (value as readonly XmlValue[]) : [value]
  return list.filter((item): item is string => typeof item === 'string')
}

export const child = (element: XmlElement, tag: string): XmlElement | undefined => children(element, tag)[0]
