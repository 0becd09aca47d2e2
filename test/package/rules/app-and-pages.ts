import { fieldExists, objectExists } from '../fields.ts'
import type { Rule } from '../finding.ts'
import type { Component, PackageSource } from '../package-source.ts'
import { elements, text, texts, type XmlElement } from '../xml.ts'

const isStandard = (name: string): boolean => name.startsWith('standard-')

function ofApplication(source: PackageSource, { body }: Component): readonly string[] {
  const pages = elements(body, 'actionOverrides').map((override) => text(override, 'content'))
  return [
    ...texts(body, 'tabs')
      .filter((tab) => !isStandard(tab) && !source.has('CustomTab', tab))
      .map((tab) => `there is no tab ${tab}`),
    ...pages.filter((page) => !source.has('FlexiPage', page)).map((page) => `there is no page ${page}`),
  ]
}

function ofComponent(source: PackageSource, instance: XmlElement, object: string): readonly string[] {
  const name = text(instance, 'componentName')
  if (name.includes(':') && !name.startsWith('c:')) return []
  const bundle = source.ofType('LightningComponentBundle').find((each) => each.name === name.replace(/^c:/, ''))
  if (!bundle) return [`there is no component ${name}`]
  const targets = elements(bundle.body, 'targets').flatMap((each) => texts(each, 'target'))
  const exposed = text(bundle.body, 'isExposed') === 'true' && targets.includes('lightning__RecordPage')
  const xml = source.files.get(bundle.path) ?? ''
  const properties = elements(instance, 'componentInstanceProperties').map((property) => text(property, 'name'))
  return [
    ...(exposed ? [] : [`the component ${name} is not exposed for record pages`]),
    ...(xml.includes(`<object>${object}</object>`) ? [] : [`the component ${name} is not made for ${object}`]),
    ...properties
      .filter((property) => !xml.includes(`name="${property}"`))
      .map((property) => `${name} has no property ${property}`),
  ]
}

function ofPage(source: PackageSource, { body }: Component): readonly string[] {
  const object = text(body, 'sobjectType')
  const instances = elements(body, 'flexiPageRegions')
    .flatMap((region) => elements(region, 'itemInstances'))
    .flatMap((item) => elements(item, 'componentInstance'))
  return [
    ...(objectExists(source, object) ? [] : [`there is no object ${object}`]),
    ...instances.flatMap((instance) => ofComponent(source, instance, object)),
  ]
}

const ofTab = (source: PackageSource, { name, body }: Component): readonly string[] =>
  text(body, 'customObject') === 'true' && !fieldExists(source, name, 'Name') ? [`there is no object ${name}`] : []

const checks: Readonly<Record<string, (source: PackageSource, component: Component) => readonly string[]>> = {
  CustomApplication: ofApplication,
  FlexiPage: ofPage,
  CustomTab: ofTab,
}

export const appAndPages: Rule = {
  name: 'app-and-pages',
  why: 'An app names tabs and pages, a page names components, a tab its object.',
  check: (source) =>
    source.components.flatMap((component) =>
      (checks[component.type]?.(source, component) ?? []).map((problem) => ({ path: component.path, problem })),
    ),
}
