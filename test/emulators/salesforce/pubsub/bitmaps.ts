/** Where a field stands in an event: its Avro index and, for a part of a compound field, the index of the part. */
export interface FieldPosition {
  readonly index: number
  readonly part?: number
}

/** Bit i set ↔ index i; hexadecimal, big-endian, upper case, an even number of digits. */
export function toHex(indexes: Iterable<number>): string {
  let bits = 0n
  for (const index of indexes) bits |= 1n << BigInt(index)
  const digits = bits.toString(16).toUpperCase()
  return `0x${digits.padStart(digits.length + (digits.length % 2), '0')}`
}

/**
 * The `changedFields`, `nulledFields` and `diffFields` of a change event: element 0 names top-level fields (left out
 * when only parts are named), then `{index of the compound field}-{bitmap of its parts}` in order.
 * [Pub/Sub API guide: Event Deserialization Considerations]
 */
export function toBitmaps(positions: readonly FieldPosition[]): string[] {
  const top = positions.filter(({ part }) => part === undefined).map(({ index }) => index)
  const compounds = new Map<number, number[]>()
  for (const { index, part } of positions) {
    if (part === undefined) continue
    const parts = compounds.get(index)
    if (parts) parts.push(part)
    else compounds.set(index, [part])
  }
  const nested = [...compounds].sort(([a], [b]) => a - b).map(([index, parts]) => `${index}-${toHex(parts)}`)
  return top.length > 0 ? [toHex(top), ...nested] : nested
}
