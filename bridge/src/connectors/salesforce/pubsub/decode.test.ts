import avro from 'avsc'
import { describe, expect, it } from 'vitest'
import { fieldNames } from './bitmaps.ts'
import { eventType, textOf } from './decode.ts'

const text = { type: 'array', items: 'string' } as const
const schema = {
  type: 'record',
  name: 'AccountChangeEvent',
  namespace: 'com.sforce.eventbus',
  fields: [
    {
      name: 'ChangeEventHeader',
      type: {
        type: 'record',
        name: 'ChangeEventHeader',
        fields: [
          { name: 'entityName', type: 'string' },
          { name: 'recordIds', type: text },
          { name: 'commitTimestamp', type: 'long' },
          { name: 'commitNumber', type: 'long' },
          { name: 'changedFields', type: text },
        ],
      },
    },
    {
      name: 'Name',
      type: [
        'null',
        'string',
        { type: 'record', name: 'Switchable_PersonName', fields: [{ name: 'FirstName', type: ['null', 'string'] }] },
      ],
    },
    { name: 'Phone', type: ['null', 'string'] },
    {
      name: 'BillingAddress',
      type: [
        'null',
        {
          type: 'record',
          name: 'Address',
          fields: [
            { name: 'Street', type: ['null', 'string'] },
            { name: 'City', type: ['null', 'string'] },
          ],
        },
      ],
    },
    { name: 'LastModifiedDate', type: ['null', 'long'] },
  ],
} as const

const header = {
  entityName: 'Account',
  recordIds: ['001'],
  commitTimestamp: 1_700_000_000_000n,
  // 2^53 + 1: a double cannot hold it.
  commitNumber: 9_007_199_254_740_993n,
  changedFields: ['0x12', '3-0x02'],
}

const long = avro.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.alloc(8)
    buffer.writeBigInt64LE(value)
    return buffer
  },
  fromJSON: (value: string) => BigInt(value),
  toJSON: (value: bigint) => value.toString(),
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => Number(a - b),
})

function payload(event: object): Buffer {
  return avro.Type.forSchema(schema as never, { wrapUnions: true, registry: { long } }).toBuffer(event)
}

describe('eventType', () => {
  const type = eventType(JSON.stringify(schema))

  it('reads header and fields, longs to the last digit', () => {
    const event = type.decode(
      payload({
        ChangeEventHeader: header,
        Name: { string: 'Acme' },
        Phone: null,
        BillingAddress: null,
        LastModifiedDate: null,
      }),
    )
    expect(event.header).toMatchObject({ entityName: 'Account', commitNumber: 9_007_199_254_740_993n })
    expect([textOf(event, 'Name'), textOf(event, 'Phone'), textOf(event, 'Nothing')]).toEqual([
      'Acme',
      undefined,
      undefined,
    ])
  })

  it('does not take bytes of another schema for an event', () => {
    expect(() => type.decode(Buffer.from([1, 2, 3]))).toThrow()
  })

  it('knows the parts of compound fields', () => {
    expect(fieldNames(['0x12', '3-0x02'], type.fields)).toEqual(['Name', 'LastModifiedDate', 'BillingAddress.City'])
  })
})

describe('fieldNames', () => {
  const fields = Array.from({ length: 80 }, (_, index) => ({ name: `F${index}`, fields: [] }))
  it.each([
    [['0x01'], ['F0']],
    [['0x650004E0'], ['F5', 'F6', 'F7', 'F10', 'F24', 'F26', 'F29', 'F30']],
    [['0x80000000000000000000'], ['F79']],
    [['0xff'], ['F0', 'F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7']],
    [[], []],
    [['no bitmap', '200-0x01', '1-0x01'], []],
  ])('%j', (bitmaps, names) => {
    expect(fieldNames(bitmaps, fields)).toEqual(names)
  })
})
