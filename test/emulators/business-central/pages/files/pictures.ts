import type { Row } from '../../tables.ts'
import type { Page, PageContext } from '../page.ts'

const content = '_pictures'
const parents: Readonly<Record<string, string>> = {
  customers: 'Customer',
  items: 'Item',
  vendors: 'Vendor',
  contacts: 'Contact',
  itemVariants: 'Item_x0020_Variant',
}

function picture({ company, switches }: PageContext, id: string): Row | undefined {
  const set = Object.keys(parents).find((name) => company.table(name).get(id))
  if (set === 'itemVariants' && !switches.version29) return undefined
  if (!set) return undefined
  const stored = company.table(content).get(id)
  return {
    id,
    parentType: parents[set],
    _etag: stored?.['_etag'] ?? company.table(set).get(id)?.['_etag'],
    contentType: stored?.['contentType'] ?? '',
    width: 0,
    height: 0,
  }
}

/** The picture of a customer, item, vendor or contact, in version 29 of a variant too: bytes only, dimensions are not worked out. */
export const pictures: Page = {
  needsParent: { properties: ['id'], refusal: 'You must specify a parent to get to the picture.' },
  source: {
    all: () => [],
    where: (context, property, value) => {
      const found = property === 'id' ? picture(context, value) : undefined
      return found ? [found] : []
    },
  },
  remove: ({ company }, _set, row) => {
    if (company.table(content).get(row.id)) company.table(content).delete(row.id)
  },
  streams: {
    pictureContent: {
      read: ({ company }, row) => {
        const bytes = company.table(content).get(row.id)?.['bytes']
        return bytes instanceof Uint8Array ? { type: 'application/octet-stream', bytes } : undefined
      },
      write: ({ company }, row, bytes, type) => {
        const values = { bytes, contentType: type }
        if (company.table(content).get(row.id)) company.table(content).update(row.id, values)
        else company.table(content).insert({ id: row.id, ...values })
      },
    },
  },
}
