import type { ObjectRules } from './rule.ts'

const name = (row: Readonly<Record<string, unknown>>): string =>
  [row.FirstName, row.LastName].filter((part) => typeof part === 'string' && part !== '').join(' ')

/** Contact and User: `Name` is first and last name. */
export const personName: ObjectRules = {
  beforeInsert: (draft) => void (draft.Name = name(draft)),
  beforeUpdate: (_before, draft) => void (draft.Name = name(draft)),
}
