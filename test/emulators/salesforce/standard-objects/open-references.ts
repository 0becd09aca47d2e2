import type { ObjectSchema } from '../schema.ts'
import { setupObjects } from './index.ts'

const files = new Set(['ContentDocument', 'ContentVersion', 'ContentDocumentLink'])

/**
 * References that may point at a record of any object (`LinkedEntityId` of a file's link) name them all, the objects that
 * were deployed too; users come along, other Setup objects and the files themselves do not.
 */
export function openReferences(objects: Iterable<ObjectSchema>): readonly ObjectSchema[] {
  const all = [...objects]
  const targets = all
    .map((object) => object.name)
    .filter((name) => name === 'User' || name === 'Organization' || !(setupObjects.has(name) || files.has(name)))
  return all.map((object) =>
    object.fields.some((field) => field.referenceTo.includes('*'))
      ? {
          ...object,
          fields: object.fields.map((field) =>
            field.referenceTo.includes('*') ? { ...field, referenceTo: targets } : field,
          ),
        }
      : object,
  )
}
