import type { CompanyRef } from '../../../mapping/index.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { etagOf } from '../read/rows.ts'
import type { DimensionValue } from './codes.ts'

/**
 * Makes the default dimensions of a customer so: documents take them from there. Others than those named stay. One call to
 * look, one for each that differs.
 *
 * @returns whether anything was written
 */
export async function writeDefaultDimensions(
  client: Client,
  company: CompanyRef,
  customerId: string,
  wanted: readonly DimensionValue[],
): Promise<boolean> {
  if (wanted.length === 0) return false
  const path = `${inCompany(company, 'customers')}(${customerId})/defaultDimensions`
  const rows = await client.rows(path, 'read default dimensions')
  let written = false
  for (const value of wanted) {
    const row: JsonRow | undefined = rows.find((each) => textOf(each.dimensionId).toLowerCase() === value.dimensionId)
    if (row && textOf(row.dimensionValueId).toLowerCase() === value.valueId) continue
    const what = `set the default dimension ${value.code} of a customer`
    const { dimensionId, valueId: dimensionValueId } = value
    if (!row) {
      await client.send({ method: 'POST', path, what, body: { dimensionId, dimensionValueId } })
    } else {
      await client.send({
        method: 'PATCH',
        path: `${path}(${textOf(row.id)})`,
        what,
        headers: { 'if-match': etagOf(row) ?? '*' },
        body: { dimensionValueId },
      })
    }
    written = true
  }
  return written
}
