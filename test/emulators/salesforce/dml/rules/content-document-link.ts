import { refuse } from '../errors.ts'
import type { ObjectRules } from './rule.ts'

/** A document is linked to a record once. [Object Reference: ContentDocumentLink] */
export const contentDocumentLink: ObjectRules = {
  beforeInsert(draft, { store }) {
    const twin = store
      .find('ContentDocumentLink', 'ContentDocumentId', draft.ContentDocumentId)
      .find((id) => store.get('ContentDocumentLink', id)?.LinkedEntityId === draft.LinkedEntityId)
    // Salesforce does not name the other link here.
    if (twin !== undefined)
      refuse('DUPLICATE_VALUE', 'duplicate value found: <unknown> duplicates value on record with id: <unknown>')
  },
}
