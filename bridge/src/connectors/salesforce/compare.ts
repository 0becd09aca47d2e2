import type { Desk } from '../../engine/desk-ports.ts'
import type { FieldValues, Reader } from '../../engine/ports.ts'
import type { FilledLine } from '../../mapping/index.ts'
import { childrenOf, type Children } from './children.ts'
import type { Described, Describes } from './describe.ts'
import { standsAs } from './write/body.ts'

/** Salesforce takes away what is blank around a text. */
const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() : value)

const stands = (there: unknown, wanted: unknown, described: Described, name: string) =>
  standsAs(trimmed(there), trimmed(wanted), described.fields.get(name))

/** Whether the lines that are ours stand as they would be written, in whatever order; those of people are left out. */
function linesStand(
  { entity: { fields } }: Children,
  there: readonly FieldValues[],
  wanted: readonly FilledLine[],
  company: string,
  described: Described,
): boolean {
  const ours = new Map(
    there.flatMap((line) => (typeof line.BC_Key__c === 'string' ? [[line.BC_Key__c.toLowerCase(), line]] : [])),
  )
  return (
    ours.size === wanted.length &&
    wanted.every((line) => {
      const own = ours.get(`${company}:${line.key}`.toLowerCase())
      const names = Object.keys(line.fields).filter((name) => name in fields)
      return own !== undefined && names.every((name) => stands(own[name], line.fields[name], described, name))
    })
  )
}

/** How a record stands, beside what would be written there: as Salesforce keeps it, amounts with the digits of their field. */
export function createCompare({
  describes,
  reader,
}: {
  describes: Describes
  reader: Pick<Reader, 'read'>
}): Desk['compare'] {
  return async (entity, company, id, wanted) => {
    const names = Object.keys(wanted)
    const record = (await reader.read(entity, company, [id], names)).get(id)
    if (record?.version === undefined) return undefined
    const { version, fields } = record
    const children = new Map(childrenOf(entity).map((each) => [each.field, each]))
    const described = await describes.of(entity.name)
    const different: string[] = []
    for (const name of names) {
      const child = children.get(name)
      const isSame =
        child === undefined
          ? stands(fields[name], wanted[name], described, name)
          : linesStand(
              child,
              fields[name] as readonly FieldValues[],
              wanted[name] as readonly FilledLine[],
              company.id,
              await describes.of(child.entity.name),
            )
      if (!isSame) different.push(name)
    }
    return { changed: version, fields, different }
  }
}
