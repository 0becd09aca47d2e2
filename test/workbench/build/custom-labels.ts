import { readFileSync } from 'node:fs'
import { XMLParser } from 'fast-xml-parser'

interface LabelsFile {
  CustomLabels?: { labels?: { fullName: string; value: string }[] }
}

const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'labels' })

/** Name → text of every custom label of the package. */
export function customLabels(file: string): ReadonlyMap<string, string> {
  const { CustomLabels } = parser.parse(readFileSync(file, 'utf8')) as LabelsFile
  return new Map((CustomLabels?.labels ?? []).map(({ fullName, value }) => [fullName, value]))
}
