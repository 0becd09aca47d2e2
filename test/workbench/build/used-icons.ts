import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const iconName = /\b(?:utility|standard|action|custom|doctype):[a-z]\w*/g

/**
 * Names like `utility:refresh` in the sources below `directories`. The icon libraries hold thousands; leaving out what nobody
 * uses halves the build.
 */
export function usedIcons(...directories: readonly string[]): ReadonlySet<string> {
  const files = directories.flatMap((directory) =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(js|html)$/.test(file) && !/__tests__|__examples__|iconSvgTemplates/.test(file))
      .map((file) => join(directory, file)),
  )
  return new Set(files.flatMap((file) => readFileSync(file, 'utf8').match(iconName) ?? []))
}
