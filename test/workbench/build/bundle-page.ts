import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import lwc from '@lwc/rollup-plugin'
import resolve from '@rollup/plugin-node-resolve'
import replace from '@rollup/plugin-replace'
import { type Plugin, rollup } from 'rollup'
import { componentAliases } from './component-aliases.ts'
import { customLabels } from './custom-labels.ts'
import { platformModules } from './platform-modules.ts'
import { project } from './project.ts'
import { usedIcons } from './used-icons.ts'

/** The three plugins are typed as CommonJS, so their default export is the module for the compiler and the function for Node. */
const plugin = <Options>(made: unknown): ((options?: Options) => Plugin) => made as (options?: Options) => Plugin

const compile = plugin<object>(lwc)
const nodeModules = plugin<object>(resolve)
const constants = plugin<object>(replace)

/** Warnings the base components cause and nobody here can mend. */
const expected = new Set(['CIRCULAR_DEPENDENCY', 'THIS_IS_UNDEFINED', 'EVAL', 'UNUSED_EXTERNAL_IMPORT'])

/**
 * Writes the page into `out`.
 *
 * @throws Error when a component does not compile, or the package's own sources cause a warning
 */
export async function bundlePage(out: string): Promise<void> {
  const complaints: string[] = []
  const bundle = await rollup({
    input: { panel: join(project.page, 'panel.js') },
    plugins: [
      platformModules({
        platform: project.platform,
        baseComponents: project.baseComponents,
        labels: customLabels(project.labels),
        icons: usedIcons(project.components, join(project.baseComponents, 'src/lightning')),
        i18n: { timeZone: 'America/New_York', currency: 'USD' },
      }),
      compile({
        rootDir: project.root,
        apiVersion: 66,
        // lightning-base-components needs it (LWC1188).
        enableDynamicComponents: true,
        modules: [...componentAliases(project.components), { npm: 'lightning-base-components' }],
      }),
      nodeModules({}),
      constants({
        preventAssignment: true,
        values: { 'process.env.NODE_ENV': JSON.stringify('development'), 'import.meta.env.SSR': 'false' },
      }),
    ],
    onwarn(warning) {
      const place = warning.loc?.file ?? warning.id ?? ''
      if (place.startsWith(project.components) && !expected.has(warning.code ?? ''))
        complaints.push(`${place}: ${warning.message}`)
    },
  })
  await bundle.write({ dir: out, format: 'es', chunkFileNames: '[name].js' })
  await bundle.close()
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
  for (const file of ['index.html', 'page.js', 'page.css']) await copyFile(join(project.page, file), join(out, file))
  await copyFile(project.stylesheet, join(out, 'slds.css'))
}
