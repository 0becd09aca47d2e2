import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { bundlePage } from './bundle-page.ts'
import { project } from './project.ts'
import { sourceHash } from './source-hash.ts'

export interface WorkbenchBuild {
  /** Folder with `index.html` and everything it loads. */
  readonly dir: string
  /** False when an earlier build of the same sources was there. */
  readonly built: boolean
}

/**
 * Compiles the package's Lightning web components, the base components they use and the page around them for a real browser.
 * About fifteen seconds the first time; the same sources are never built twice.
 *
 * @param options.outDir also copies the result there
 * @param options.cache where builds are kept; default `node_modules/.cache/workbench`
 */
export async function buildWorkbench(options: { outDir?: string; cache?: string } = {}): Promise<WorkbenchBuild> {
  const cache = options.cache ?? project.cache
  const { components, labels, platform, page, build, lock } = project
  const dir = join(cache, sourceHash(project.root, [components, labels, platform, page, build, lock]))
  const built = !existsSync(dir)
  if (built) {
    await mkdir(cache, { recursive: true })
    const fresh = await mkdtemp(join(cache, 'fresh-'))
    try {
      await bundlePage(fresh)
      // Whole or not at all: another process may be building the same.
      await rename(fresh, dir).catch((error: unknown) => {
        if (!existsSync(dir)) throw error
      })
    } finally {
      await rm(fresh, { recursive: true, force: true })
    }
  }
  if (options.outDir !== undefined) await cp(dir, options.outDir, { recursive: true })
  return { dir, built }
}
