import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'rollup'
import { iconLibrary } from './icon-library.ts'

/** What the platform would give to the components. */
export interface PlatformOptions {
  /** Folder with our stand-ins, e.g. `lightning/graphql.js`. */
  readonly platform: string
  /** Folder of the npm package lightning-base-components. */
  readonly baseComponents: string
  /** Texts of the custom labels. */
  readonly labels: ReadonlyMap<string, string>
  /** Icons to keep, e.g. `utility:refresh`. */
  readonly icons: ReadonlySet<string>
  /** `@salesforce/i18n/<name>`; the rest is American English from the base components. */
  readonly i18n: Readonly<Record<string, unknown>>
}

const prefix = '\0platform:'
const exporting = (value: unknown): string => `export default ${JSON.stringify(value)};`

/**
 * Resolves the module specifiers that only exist on the Salesforce platform. It must stand before the LWC plugin, which would
 * not find them. Labels come from the package's own file: one that is not there stops the build, as it stops a deploy.
 */
export function platformModules({ platform, baseComponents, labels, icons, i18n }: PlatformOptions): Plugin {
  return {
    name: 'platform-modules',
    resolveId(source) {
      const library = /^lightning\/iconSvgTemplates((?:Utility|Standard|Action|Custom|Doctype)(?:Rtl)?)$/.exec(
        source,
      )?.[1]
      if (library !== undefined) return `${prefix}icons/${library}`
      const standIn = join(platform, `${source}.js`)
      if (/^(?:lightning|force)\//.test(source) && existsSync(standIn)) return standIn
      const label = /^@salesforce\/label\/c\.(\w+)$/.exec(source)?.[1]
      if (label !== undefined) {
        if (!labels.has(label)) this.error(`There is no custom label ${label}`)
        return `${prefix}label/${label}`
      }
      const setting = /^@salesforce\/i18n\/(.+)$/.exec(source)?.[1]
      if (setting === undefined) return null
      return setting in i18n
        ? `${prefix}i18n/${setting}`
        : join(baseComponents, 'scopedImports', `@salesforce-i18n-${setting}.js`)
    },
    load(id) {
      const match = /^([^/]+)\/(.+)$/.exec(id.startsWith(prefix) ? id.slice(prefix.length) : '')
      if (!match) return null
      const [, kind = '', name = ''] = match
      if (kind === 'icons') return iconLibrary(baseComponents, name, icons)
      return exporting(kind === 'label' ? labels.get(name) : i18n[name])
    },
  }
}
