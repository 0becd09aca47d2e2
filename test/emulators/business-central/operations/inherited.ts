import type { EntitySet, Navigation } from '../entities.ts'
import { documentKinds } from '../pages/sales/document-kind.ts'
import type { Row } from '../tables.ts'
import type { Values } from '../wire/coerce.ts'

const masters: Readonly<Record<string, string>> = { customers: 'Customer', items: 'Item', vendors: 'Vendor' }
const others: Readonly<Record<string, string>> = {
  journalLines: 'Journal',
  generalLedgerEntries: 'Journal',
  salesShipments: 'Sales_x0020_Shipment',
}

/** The member of `parentType` that names a set: documents, their lines, masters. */
function parentType(set: string, target: EntitySet): string | undefined {
  const kind = documentKinds.find((each) => each.set === set || each.lines === set)
  const member = kind
    ? kind.set === set
      ? kind.dimensionParent
      : kind.lineDimensionParent
    : (masters[set] ?? others[set])
  const { members = [], members29 = [] } = target.properties['parentType'] ?? {}
  return member !== undefined && [...members, ...members29].includes(member) ? member : undefined
}

/** What a row takes from the parent it is created below. */
export function inheritedBy(set: EntitySet, row: Row, target: EntitySet, { to }: Navigation): Values {
  const type = target.properties['parentType'] && parentType(set.name, target)
  return { [to]: row.id, ...(type !== undefined && { parentType: type }) }
}
