import type { ObjectSchema } from '../schema.ts'
import { setupObjects } from '../standard-objects/index.ts'

/**
 * Whether User Interface API and GraphQL know the object: custom objects and the business objects do, objects of Setup
 * other than User do not. [User Interface API Developer Guide: Supported Objects]
 */
export const isUiApiObject = (object: ObjectSchema): boolean => object.name === 'User' || !setupObjects.has(object.name)
