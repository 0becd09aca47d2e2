import type { Entity } from './entity.ts'
import type { SourceRecord } from './records.ts'

/** The field that tells a person which record it is: the first text that is never empty, else the first text. */
export function titleField(entity: Entity): string | undefined {
  const texts = Object.entries(entity.fields).filter(([, field]) => field.kind === 'text')
  return (texts.find(([, field]) => field.required) ?? texts[0])?.[0]
}

/** "Acme"; undefined when the field was not read or is empty. */
export function titleOf(entity: Entity, record: SourceRecord): string | undefined {
  const name = titleField(entity)
  const value = name === undefined ? undefined : record.fields[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
