import type { SalesforceError } from '../context.ts'
import type { Row } from '../records.ts'
import { fieldOf, type ObjectSchema } from '../schema.ts'
import { failed, RowRefused, rowError } from './errors.ts'
import type { Save } from './save.ts'

/** A duplicate rule with its matching rule: records that agree in all `fields` are duplicates of each other. */
export interface DuplicateRule {
  /** Developer name, e.g. `Standard_Account_Duplicate_Rule`. */
  readonly name: string
  readonly object: string
  /** Compared exactly but for case and outer blanks; a record that lacks one of them matches nothing. */
  readonly fields: readonly string[]
  /** `alert` lets a caller save who sends `Sforce-Duplicate-Rule-Header: allowSave=true`; `block` nobody. */
  readonly onInsert: 'block' | 'alert' | 'allow'
  readonly onUpdate: 'block' | 'alert' | 'allow'
  /** What the rule tells the user. */
  readonly message?: string
}

const comparable = (value: unknown): string | undefined => {
  if (value === null || value === undefined || value === '') return undefined
  return (typeof value === 'string' ? value : JSON.stringify(value)).trim().toLowerCase()
}

function matchesOf(rule: DuplicateRule, object: ObjectSchema, draft: Row, { world: { store } }: Save): readonly Row[] {
  const names = rule.fields.map((name) => fieldOf(object, name)?.name ?? name)
  const wanted = names.map((name) => comparable(draft[name]))
  if (wanted.includes(undefined)) return []
  return store
    .all(object.name)
    .filter((row) => row.Id !== draft.Id && names.every((name, index) => comparable(row[name]) === wanted[index]))
}

function detected(rule: DuplicateRule, action: string, matches: readonly Row[], save: Save): SalesforceError {
  const { object, actor } = save
  const message = rule.message ?? 'Use one of these records?'
  const record = (row: Row): unknown => ({
    attributes: { type: object.name, url: `/services/data/v67.0/sobjects/${object.name}/${row.Id}` },
    Id: row.Id,
    ...(actor.duplicates?.includeRecordDetails ? Object.fromEntries(rule.fields.map((name) => [name, row[name]])) : {}),
  })
  const duplicateResult = {
    allowSave: action === 'alert',
    duplicateRule: rule.name,
    duplicateRuleEntityType: object.name,
    errorMessage: message,
    matchResults: [
      {
        entityType: object.name,
        errors: [],
        matchEngine: 'ExactMatchEngine',
        matchRecords: matches.map((row) => ({
          additionalInformation: [],
          fieldDiffs: [],
          matchConfidence: 100,
          record: record(row),
        })),
        rule: rule.name,
        size: matches.length,
        success: true,
      },
    ],
  }
  return {
    ...rowError('DUPLICATES_DETECTED', message),
    extra: { [save.world.switches.duplicateResultKey]: duplicateResult },
  }
}

/** Refuses a row that a duplicate rule of the org finds to be there already. [Salesforce Help: Duplicate Rules] */
export function checkDuplicates(save: Save, draft: Row, operation: 'insert' | 'update'): void {
  const { world, object, actor } = save
  for (const rule of world.duplicateRules) {
    if (rule.object.toLowerCase() !== object.name.toLowerCase()) continue
    const action = operation === 'insert' ? rule.onInsert : rule.onUpdate
    if (action === 'allow' || (action === 'alert' && actor.duplicates?.allowSave)) continue
    const matches = matchesOf(rule, object, draft, save)
    if (matches.length > 0) throw new RowRefused(failed(detected(rule, action, matches, save)))
  }
}
