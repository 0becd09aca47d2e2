/** An Avro field with its sub-fields, when its value is a record. */
export interface NamedField {
  readonly name: string
  readonly fields: readonly NamedField[]
}

/**
 * The field names behind `changedFields`, `nulledFields` or `diffFields`. Each element is a bitmap in hexadecimal, its lowest
 * bit the first field of the schema: `0x12` for top-level fields, `3-0x02` for the parts of the compound field
 * at position 3. [Pub/Sub API: Event Deserialization Considerations]
 *
 * @returns `Name`, `BillingAddress.City`; what the schema does not have is left out
 */
export function fieldNames(bitmaps: readonly string[], fields: readonly NamedField[]): readonly string[] {
  return bitmaps.flatMap((bitmap) => {
    const [, position, hex] = /^(?:(\d+)-)?0x([0-9a-f]+)$/i.exec(bitmap) ?? []
    if (hex === undefined) return []
    if (position === undefined) return positions(hex).flatMap((index) => fields[index]?.name ?? [])
    const compound = fields[Number(position)]
    if (compound === undefined) return []
    return positions(hex).flatMap((index) => {
      const part = compound.fields[index]
      return part === undefined ? [] : [`${compound.name}.${part.name}`]
    })
  })
}

function positions(hex: string): readonly number[] {
  const found: number[] = []
  const bits = BigInt(`0x${hex}`)
  for (let index = 0, rest = bits; rest > 0n; index++, rest >>= 1n) if (rest & 1n) found.push(index)
  return found
}
