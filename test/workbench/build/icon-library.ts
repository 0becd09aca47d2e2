import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Source of a module like `lightning/iconSvgTemplatesUtility`, holding only the icons in `names`.
 *
 * @param library e.g. `Utility` or `UtilityRtl`
 */
export function iconLibrary(baseComponents: string, library: string, names: ReadonlySet<string>): string {
  const category = library.replace(/Rtl$/, '').toLowerCase()
  const templates = join(baseComponents, 'src/lightning', `iconSvgTemplates${library}`, 'buildTemplates', category)
  const icons = [...names]
    .filter((name) => name.startsWith(`${category}:`))
    .map((name) => name.slice(category.length + 1))
    .filter((name) => existsSync(join(templates, `${name}.html`)))
  const imports = icons.map(
    (name, index) => `import i${index} from ${JSON.stringify(join(templates, `${name}.html`))};`,
  )
  const members = icons.map((name, index) => `${JSON.stringify(`${category}_${name}`)}: i${index}`)
  return `${imports.join('\n')}\nexport default { ${members.join(', ')} };`
}
