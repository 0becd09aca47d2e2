import { Decimal } from 'decimal.js'
import { describe, expect, it } from 'vitest'
import { defineFlow, type Flow } from '../engine/define-flow.ts'
import { defineEntity, field } from '../engine/entity.ts'
import type { LiveField, LiveSchema } from '../engine/ports.ts'
import { always, DoesNotFit, from, lines, type Resolved } from '../mapping/index.ts'
import { applyOverride } from './apply.ts'
import { parseOverrides, problemText, type FlowOverride } from './document.ts'
import { mappingDiff } from './table.ts'

const record = { key: 'id', perCompany: false }
const row = defineEntity('shop', 'row', { label: 'row', ...record }, { id: field.id(), note: field.text(80) })
const deal = defineEntity(
  'shop',
  'deal',
  { label: 'deal', ...record },
  { id: field.id(), name: field.text(80, 'required'), open: field.flag(), rows: field.lines(row) },
)
const place = defineEntity('books', 'place', { label: 'place', ...record }, { id: field.id(), text: field.text(20) })
const bill = defineEntity(
  'books',
  'bill',
  { label: 'bill', ...record },
  { id: field.id(), title: field.text(20, 'required'), kind: field.choice(['A', 'B']), places: field.lines(place) },
)
const flow = defineFlow('deal-to-bill', deal, bill, {
  says: 'A deal becomes a bill.',
  whenReads: ['open'],
  when: ({ open }) => open || 'it is closed',
  map: {
    title: from('name'),
    kind: always('A'),
    places: lines('rows', row, place, {
      text: from('note', { how: 'cut', convert: (note: string | null) => note?.slice(0, 3) ?? null }),
    }),
  },
})

const live = (kind: LiveField['kind'], more: Partial<LiveField> = {}): LiveField => ({
  kind,
  creatable: true,
  updatable: true,
  required: false,
  ...more,
})
const schemas: Readonly<Record<string, LiveSchema>> = {
  deal: {
    fields: new Map([
      ['id', live('id')],
      ['name', live('text')],
      ['open', live('flag')],
      ['Size__c', live('number')],
      ['Signed__c', live('day')],
      ['Owner.Alias', live('text')],
    ]),
  },
  bill: {
    fields: new Map([
      ['id', live('id', { creatable: false, updatable: false })],
      ['title', live('text', { length: 20, required: true })],
      ['kind', live('choice', { choices: ['A', 'B'] })],
      ['weight', live('number')],
      ['signed', live('day')],
      ['code', live('text', { length: 5 })],
      ['born', live('text', { updatable: false })],
      ['total', live('number', { creatable: false, updatable: false })],
    ]),
  },
  row: {
    fields: new Map([
      ['id', live('id')],
      ['note', live('text')],
      ['Extra__c', live('text')],
    ]),
  },
  place: {
    fields: new Map([
      ['id', live('id')],
      ['text', live('text', { length: 20 })],
      ['extra', live('text', { length: 10 })],
    ]),
  },
}
const apply = (override: FlowOverride, hasRun = true) =>
  applyOverride(flow, override, ({ name }) => schemas[name], hasRun)
const resolved = { company: { id: 'c', name: 'C' }, link: () => undefined, known: () => '' } as unknown as Resolved

async function filled(changed: Flow, source: Record<string, unknown>) {
  const entries = await Promise.all(
    Object.entries(changed.map).map(async ([name, rule]) => [name, await rule.fill(source, resolved)] as const),
  )
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}
const source = {
  id: '1',
  name: 'Big deal',
  open: true,
  Size__c: new Decimal('2.5'),
  Signed__c: null,
  'Owner.Alias': 'bob',
  rows: [{ id: 'r', note: 'hello', Extra__c: 'x' }],
}

it('adds, changes and removes rules, with every way to fill a field', async () => {
  const { flow: changed, problems } = apply({
    map: {
      weight: { from: 'Size__c' },
      title: { expression: "$uppercase(name) & '/' & Owner.Alias" },
      code: { constant: 12 },
      kind: 'remove',
      signed: { from: 'Signed__c', keepWhenEmpty: true },
    },
    lines: { places: { extra: { from: 'Extra__c' } } },
  })
  expect(problems).toEqual([])
  expect(await filled(changed, source)).toEqual({
    title: 'BIG DEAL/bob',
    weight: new Decimal('2.5'),
    code: '12',
    places: [{ key: 'r', fields: { text: 'hel', extra: 'x' } }],
  })
  expect(changed.reads).toEqual(
    expect.arrayContaining([
      'id',
      'open',
      'name',
      'Owner.Alias',
      'Size__c',
      'Signed__c',
      'rows.id',
      'rows.note',
      'rows.Extra__c',
    ]),
  )
  expect(changed.target.fields.weight).toMatchObject({ kind: 'number' })
  expect(mappingDiff(flow, changed).map(({ field: name }) => name)).toEqual([
    'title',
    'places',
    'weight',
    'code',
    'signed',
    'kind',
  ])
})

it('changes switches and filter', async () => {
  const { flow: changed, problems } = apply({ enabled: false, mayCreate: false, filter: 'Size__c > 1' })
  expect(problems).toEqual([])
  expect(changed).toMatchObject({ state: 'paused', mayCreate: false })
  const company = { id: 'c', name: 'C' }
  expect(await changed.when(source, company, false)).toBe(true)
  expect(await changed.when({ ...source, Size__c: new Decimal(1) }, company, false)).toContain('the filter of the flow')
  expect(await changed.when({ ...source, open: false }, company, false)).toBe('it is closed')
  // What is empty is neither more nor less than anything.
  expect(await changed.when({ ...source, Size__c: null }, company, false)).toContain('the filter of the flow')
})

it('keeps the changes of a flow that ran, and those of no other, whatever the default says', () => {
  const offByDefault = (override: FlowOverride, hasRun: boolean) =>
    applyOverride({ ...flow, state: 'off' }, override, () => undefined, hasRun).flow.state
  expect([apply({}).flow.state, apply({}, false).flow.state]).toEqual(['on', 'on'])
  expect(apply({ enabled: false }).flow.state).toBe('paused')
  expect(apply({ enabled: false }, false).flow.state).toBe('off')
  expect([offByDefault({}, false), offByDefault({}, true)]).toEqual(['off', 'paused'])
  expect([offByDefault({ enabled: true }, false), offByDefault({ enabled: false }, true)]).toEqual(['on', 'paused'])
})

it('keeps an option of a default rule apart from the rule', async () => {
  const { flow: changed } = apply({ map: { kind: { onCreate: true } } })
  expect(changed.map.kind).toMatchObject({ onCreateOnly: true })
  expect(await filled(changed, source)).toMatchObject({ kind: 'A' })
})

it.each<[string, FlowOverride, string]>([
  [
    'an unknown target field',
    { map: { weigth: { constant: 1 } } },
    'map.weigth: The bill has no field weigth that the bridge may see. Did you mean weight?',
  ],
  [
    'an unknown source field',
    { map: { weight: { from: 'size__c' } } },
    'map.weight: The deal has no field size__c that the bridge may see. Did you mean Size__c?',
  ],
  ['an unknown field in an expression', { map: { weight: { expression: 'Sise__c * 2' } } }, 'Did you mean Size__c?'],
  ['an unknown field in a filter', { filter: 'Nome = "x"' }, 'filter.Nome: The deal has no field Nome'],
  ['an unreadable filter', { filter: 'name =' }, 'filter: It cannot be used'],
  ['an unreadable expression', { map: { weight: { expression: '(' } } }, 'map.weight: The expression cannot be used'],
  [
    'kinds that do not fit',
    { map: { weight: { from: 'open' } } },
    'open is a flag and cannot fill a number; use an expression.',
  ],
  ['a constant that is no choice', { map: { kind: { constant: 'C' } } }, '"C" is not one of A, B.'],
  ['a constant that is too long', { map: { code: { constant: 'abcdef' } } }, '"abcdef" is longer than 5 characters.'],
  [
    'an empty constant in a required field',
    { map: { title: { constant: null } } },
    'it is empty, and the field must not be',
  ],
  ['a field that the system fills', { map: { total: { constant: 1 } } }, 'total cannot be written'],
  ['a field that is set once', { map: { born: { constant: 'x' } } }, 'add onCreate: true'],
  [
    'a rule to remove that is not there',
    { map: { kinds: 'remove' } },
    'There is no such rule to remove. Did you mean kind?',
  ],
  ['options without a rule', { map: { weight: { onCreate: true } } }, 'there is no default rule'],
  ['a rule for lines among the fields', { map: { places: { constant: 'x' } } }, 'under lines'],
  ['lines that are not there', { lines: { place: {} } }, 'The flow has no lines in place. Did you mean places?'],
  [
    'a field of lines that is not there',
    { lines: { places: { txt: { from: 'note' } } } },
    'lines.places.txt: The place has no field txt that the bridge may see. Did you mean text?',
  ],
])('refuses %s', (_, override, text) => {
  expect(apply(override).problems.map(problemText).join('\n')).toContain(text)
})

it('a value that does not fit parks its record', async () => {
  const { flow: changed } = apply({ map: { code: { from: 'name' } } })
  await expect(filled(changed, source)).rejects.toThrow('"Big deal" is longer than 5 characters')
})

describe('an expression with an empty field', () => {
  const expression = (name: string, text: string) => apply({ map: { [name]: { expression: text } } }).flow
  const empty = { ...source, Size__c: null, 'Owner.Alias': null }

  it.each([
    ['weight', '10 * (1 - Size__c / 100)', 'Size__c is empty', '(Size__c = null ? 0 : Size__c)'],
    ['weight', '-Size__c', 'Size__c is empty', '(Size__c = null ? 0 : Size__c)'],
    ['weight', '$number(Owner.Alias)', 'Owner.Alias is empty', '(Owner.Alias = null ? 0 : Owner.Alias)'],
    ['kind', "Size__c > 1 ? 'A' : 'B'", 'Size__c is empty', '(Size__c = null ? … : Size__c)'],
    ['signed', "$substring(Signed__c, 0, 8) & '01'", 'Signed__c is empty', '(Signed__c = null ? … : Signed__c)'],
  ])('parks the record: %s from %s', async (name, text, what, instead) => {
    const filling = filled(expression(name, text), empty)
    await expect(filling).rejects.toThrow(DoesNotFit)
    await expect(filling).rejects.toThrow(text)
    await expect(filling).rejects.toThrow(what)
    await expect(filling).rejects.toThrow(instead)
  })

  it('parks a record of which a field was not read at all', async () => {
    await expect(filled(expression('weight', '10 * Size__c'), { ...source, Size__c: undefined })).rejects.toThrow(
      'Size__c is empty',
    )
  })

  it.each<[string, string, unknown]>([
    ['weight', '10 * (1 - (Size__c = null ? 0 : Size__c) / 100)', new Decimal(10)],
    ['weight', 'Size__c ? Size__c : 7', new Decimal(7)],
    ['weight', 'Size__c', null],
    ['kind', "Size__c = null ? 'A' : 'B'", 'A'],
    ['code', '$lowercase(Owner.Alias)', null],
    ['code', "Owner.Alias & '-1'", '-1'],
  ])('that says what counts, or is a text, fills %s: %s', async (name, text, value) => {
    expect((await filled(expression(name, text), empty))[name]).toEqual(value)
  })
})

describe('the document', () => {
  it('is read as YAML', () => {
    const { overrides, problems } = parseOverrides(`
flows:
  deal-to-bill: # a comment
    enabled: true
    map: {code: {constant: x}}
`)
    expect(problems).toEqual([])
    expect(overrides).toEqual({ 'deal-to-bill': { enabled: true, map: { code: { constant: 'x' } } } })
  })

  it.each([
    ['flows: {a: {enable: true}}', 'a: Unrecognized key: "enable".'],
    ['flows: {a: {map: {x: {from: A, constant: 1}}}}', 'a → map.x: takes only one of from, constant and expression.'],
    ['flows: {a: {map: {x: {}}}}', 'says nothing'],
    ['flows: {a: {conflict: maybe}}', 'a → conflict: Invalid option'],
    ['flows: [', 'It is not readable'],
    ['{a: 1}', 'Unrecognized key: "a"'],
    ['a: 1\na: 2', 'Map keys must be unique'],
  ])('%s', (text, problem) => {
    expect(parseOverrides(text).problems.map(problemText).join('\n')).toContain(problem)
  })
})
