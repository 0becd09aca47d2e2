import { parseDocument } from 'yaml'
import { z } from 'zod'
import type { SettingWords } from '../engine/ports.ts'

/**
 * What an admin changes without code: per flow its switch, its filter, its rules for conflicts and deletions, and single rules of its mapping.
 * Written as YAML (or JSON) in a file, and per flow in Setup.
 */
const source = {
  from: z.string().min(1).optional().describe('A field of the source record, as the vendor names it.'),
  constant: z
    .union([z.string(), z.number(), z.boolean(), z.null()])
    .optional()
    .describe('The same value for every record.'),
  expression: z.string().min(1).optional().describe('A JSONata expression over the source record.'),
}
const ruleOverride = z.union([
  z.literal('remove').describe('The field is not filled any more.'),
  z
    .strictObject({
      ...source,
      onCreate: z.boolean().optional().describe('Fill the field when the record is created, never afterwards.'),
      keepWhenEmpty: z.boolean().optional().describe('An empty source leaves the target as it is.'),
      owner: z
        .enum(['source', 'shared'])
        .optional()
        .describe('Who may edit the field: the source alone (edits of the target are put back), or both sides.'),
    })
    .refine(
      (rule) => Object.keys(source).filter((key) => key in rule).length <= 1,
      'takes only one of from, constant and expression',
    )
    .refine((rule) => Object.keys(rule).length > 0, 'says nothing: give from, constant, expression or an option'),
])
const rules = z.record(z.string(), ruleOverride)

const flowOverride = z.strictObject({
  enabled: z.boolean().optional().describe('Whether the flow runs. While it is off its changes are kept.'),
  mayCreate: z.boolean().optional().describe('Whether the flow creates records, or only updates linked ones.'),
  conflict: z
    .enum(['source', 'target', 'ask'])
    .optional()
    .describe('Who wins when a field was edited on both sides; ask parks the record.'),
  onTargetDeleted: z
    .enum(['ask', 'recreate', 'uncouple'])
    .optional()
    .describe(
      'What becomes of a record whose partner was deleted: ask a person, make a new partner, or leave it without.',
    ),
  onSourceDeleted: z
    .enum(['ask', 'delete', 'uncouple'])
    .optional()
    .describe(
      'What becomes of the partner of a record that was deleted: ask a person, delete it too, or leave it alone.',
    ),
  approval: z
    .strictObject({
      rule: z.string().min(1).describe('JSONata: documents for which it is true wait for a person.'),
      approvers: z.array(z.string().min(1)).default([]).describe('Usernames of those who may approve.'),
    })
    .optional()
    .describe(
      'Documents that a person has to approve before they are written; on the flows of invoices: before they are posted.',
    ),
  filter: z.string().min(1).optional().describe('JSONata: only records for which it is true are synced.'),
  map: rules.optional().describe('Rules by target field.'),
  lines: z.record(z.string(), rules).optional().describe('Rules of document lines, by the field that holds the lines.'),
})

const overrideDocument = z.strictObject({
  $schema: z.string().optional(),
  flows: z.record(z.string(), flowOverride).default({}),
})

export type RuleOverride = z.infer<typeof ruleOverride>
export type FlowOverride = z.infer<typeof flowOverride> & {
  /** What admins call those settings that they made elsewhere than in the file. */
  readonly words?: SettingWords | undefined
}
export type Overrides = Readonly<Record<string, FlowOverride>>

/** One thing that is wrong with an override, or with a default mapping in this org and tenant. */
export interface Problem {
  readonly flow: string
  /** `map.email`, `filter`; '' when it is about the flow or the document. */
  readonly rule: string
  /** What admins call the rule where they have set it, if not as the file does. */
  readonly called?: string | undefined
  readonly reason: string
  /** The valid name that is nearest to the wrong one. */
  readonly nearest?: string | undefined
}

/** The problem of a rule by the name that admins know it by. */
export function calledAs(problem: Problem, words: SettingWords | undefined): Problem {
  const { rule } = problem
  const label = words?.[rule.split('.')[0] ?? '']?.label
  if (label === undefined) return problem
  // Rules of a mapping are one text: where in it.
  return { ...problem, called: /^(map|lines)/.test(rule) ? `${label} → ${rule}` : label }
}

export const problemText = ({ flow, rule, called = rule, reason, nearest }: Problem): string =>
  `${[flow, called].filter((each) => each !== '').join(' → ')}: ${reason}${nearest === undefined ? '' : ` Did you mean ${nearest}?`}`

const problemsOf = (error: z.ZodError, prefix: readonly string[]): Problem[] =>
  error.issues.map(({ path, message }) => {
    const [flow = '', ...rule] = [...prefix, ...path.map(String)]
    return { flow, rule: rule.join('.'), reason: `${message.replace(/\.$/, '')}.` }
  })

function parseYaml(text: string): { value: unknown } | { reason: string } {
  const document = parseDocument(text, { prettyErrors: true })
  const [error] = document.errors
  return error
    ? { reason: `It is not readable: ${error.message.split('\n')[0] ?? ''}` }
    : { value: document.toJS() ?? {} }
}

/** The override file. */
export function parseOverrides(text: string): { overrides: Overrides; problems: readonly Problem[] } {
  const yaml = parseYaml(text)
  if ('reason' in yaml) return { overrides: {}, problems: [{ flow: '', rule: '', reason: yaml.reason }] }
  const parsed = overrideDocument.safeParse(yaml.value)
  if (parsed.success) return { overrides: parsed.data.flows, problems: [] }
  const problems = problemsOf(parsed.error, []).map((each) => ({
    ...each,
    flow: each.flow === 'flows' ? (each.rule.split('.')[0] ?? '') : each.flow,
    rule: each.flow === 'flows' ? each.rule.split('.').slice(1).join('.') : each.rule,
  }))
  return { overrides: {}, problems }
}

/** What Setup holds for one flow: the text of its rules, and single settings beside it. */
export function parseFlowOverride(
  flow: string,
  mapping: string | undefined,
  settings: Omit<FlowOverride, 'map' | 'lines' | 'words'>,
): { override: FlowOverride; problems: readonly Problem[] } {
  const yaml = parseYaml(mapping ?? '')
  if ('reason' in yaml) return { override: {}, problems: [{ flow, rule: 'map', reason: yaml.reason }] }
  const parsed = flowOverride.pick({ map: true, lines: true }).strict().safeParse(yaml.value)
  if (!parsed.success) return { override: {}, problems: problemsOf(parsed.error, [flow]) }
  const own = flowOverride.safeParse(settings)
  if (!own.success) return { override: {}, problems: problemsOf(own.error, [flow]) }
  return { override: { ...own.data, ...parsed.data }, problems: [] }
}

/** Later ones win, rule by rule. */
export function mergeOverrides(...layers: readonly (FlowOverride | undefined)[]): FlowOverride {
  return layers.reduce<FlowOverride>((merged, layer) => {
    if (!layer) return merged
    const lines = new Set([...Object.keys(merged.lines ?? {}), ...Object.keys(layer.lines ?? {})])
    return {
      ...merged,
      ...layer,
      ...(merged.words || layer.words ? { words: { ...merged.words, ...layer.words } } : {}),
      ...(merged.map || layer.map ? { map: { ...merged.map, ...layer.map } } : {}),
      ...(lines.size > 0
        ? {
            lines: Object.fromEntries(
              [...lines].map((field) => [field, { ...merged.lines?.[field], ...layer.lines?.[field] }]),
            ),
          }
        : {}),
    }
  }, {})
}

/** The form of the override file as a JSON Schema, for editors. */
export const overrideSchema = (): object => ({
  title: 'Overrides of flows and mappings',
  ...z.toJSONSchema(overrideDocument, { io: 'input' }),
})
