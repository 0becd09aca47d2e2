import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { onceOpen } from '../support/once-open.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'

/** A bridge between two systems, and the books of either company. */
interface Bridge {
  readonly test: TestSystem
  /** Those of the first company. */
  readonly books: Books
  /** Those of the second company, which reckons with VAT. */
  readonly there: Books
}

type Options = NonNullable<Parameters<typeof startSystem>[0]> & {
  /** What stands in the override file of the mappings. */
  readonly mappings?: string
}

/**
 * Call it at the top of a test file: it brings set-up and clean-up.
 *
 * @param prepare what is done before the first test (default: the bridge hears and does everything there is)
 */
export function aBridge(prepare?: () => Promise<unknown>, { mappings, ...options }: Options = {}): Bridge {
  let opened: Bridge | undefined
  let folder: string | undefined
  beforeAll(async () => {
    if (mappings !== undefined) {
      folder = await mkdtemp(join(tmpdir(), 'mappings-'))
      await writeFile(join(folder, 'mappings.yaml'), mappings)
    }
    const environment = { ...options.environment, ...(folder && { BRIDGE_MAPPINGS: join(folder, 'mappings.yaml') }) }
    const test = await startSystem({ ...options, environment })
    opened = { test, books: booksOf(test.sandboxes), there: booksOf(test.sandboxes, 1) }
    await (prepare ? prepare() : test.settle())
  }, 60_000)
  afterAll(async () => {
    await opened?.test.close()
    if (folder) await rm(folder, { recursive: true, force: true })
  })
  return {
    test: onceOpen(() => opened?.test),
    books: onceOpen(() => opened?.books),
    there: onceOpen(() => opened?.there),
  }
}
