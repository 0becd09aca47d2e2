import type { Rule } from '../finding.ts'

const directory = /^(.*\/lwc\/([^/]+))\/[^/]+$/
const camel = (tag: string): string => tag.replaceAll(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase())

export const componentBundles: Rule = {
  name: 'component-bundles',
  why: 'A bundle without its module or meta file, or a child that is not there, fails only on the platform.',
  check: ({ files }) => {
    const bundles = new Map(
      [...files.keys()].flatMap((path) => {
        const [, folder = '', name = ''] = directory.exec(path) ?? []
        return folder === '' ? [] : [[name, folder] as const]
      }),
    )
    const incomplete = [...bundles].flatMap(([name, folder]) =>
      [`${folder}/${name}.js`, `${folder}/${name}.js-meta.xml`]
        .filter((path) => !files.has(path))
        .map((path) => ({ path, problem: 'is missing' })),
    )
    const dangling = [...files].flatMap(([path, content]) => {
      if (!directory.test(path)) return []
      const children = path.endsWith('.html')
        ? [...content.matchAll(/<c-([a-z0-9-]+)/g)].map(([, tag = '']) => camel(tag))
        : []
      const modules = path.endsWith('.js') ? [...content.matchAll(/from 'c\/(\w+)'/g)].map(([, name = '']) => name) : []
      return [...children, ...modules]
        .filter((name) => !bundles.has(name))
        .map((name) => ({ path, problem: `there is no component c/${name}` }))
    })
    return [...incomplete, ...dangling]
  },
}
