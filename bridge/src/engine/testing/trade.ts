import { computed, from, linked, matchOnly, onCreate, requiredText, text } from '../../mapping/index.ts'
import { defineFlow } from '../define-flow.ts'
import { defineEntity, field } from '../entity.ts'

/** A made-up pair of systems: `shop` sells, `books` keeps accounts. `shop` takes our keys, `books` does not. */
export const buyer = defineEntity(
  'shop',
  'Buyer',
  { label: 'buyer', key: 'id', perCompany: false },
  {
    id: field.id(),
    name: field.text(50, 'required'),
    taxId: field.text(20),
    town: field.text(20),
    kind: field.text(10),
    number: field.text(10),
  },
)

export const purchase = defineEntity(
  'shop',
  'Purchase',
  { label: 'purchase', key: 'id', perCompany: false },
  { id: field.id(), code: field.text(20, 'required'), buyerId: field.reference() },
)

export const debtor = defineEntity(
  'books',
  'debtor',
  { label: 'debtor', key: 'id', perCompany: true },
  {
    id: field.id(),
    title: field.text(50, 'required'),
    vat: field.text(20),
    town: field.text(20),
    number: field.text(10),
    opened: field.text(10),
  },
)

export const sale = defineEntity(
  'books',
  'sale',
  { label: 'sale', key: 'id', perCompany: true },
  { id: field.id(), debtorId: field.reference('required'), ourReference: field.text(30), number: field.text(10) },
)

export const buyerToDebtor = defineFlow('buyer-to-debtor', buyer, debtor, {
  says: 'A buyer becomes a debtor.',
  whenReads: ['kind'],
  when: (record) => record.kind !== 'private' || 'it is private',
  match: [['vat'], ['number'], ['title', 'town']],
  map: {
    title: from('name', requiredText(20)),
    vat: from('taxId', text(20)),
    town: from('town', text(20)),
    number: matchOnly(from('number')),
    opened: onCreate(computed(['id'], 'a constant', () => 'today')),
  },
  tellsSource: true,
})

export const purchaseToSale = defineFlow('purchase-to-sale', purchase, sale, {
  says: 'A purchase becomes a sale, which belongs to the books from then on.',
  update: 'never',
  reference: { field: 'ourReference', rule: computed(['code'], 'code', ({ code }) => code) },
  map: { debtorId: linked(buyer, 'buyerId', debtor) },
  tellsSource: true,
})

export const debtorToBuyer = defineFlow('debtor-to-buyer', debtor, buyer, {
  says: 'A debtor gives its number to its buyer.',
  lane: 'catalogue',
  follows: ['buyer-to-debtor'],
  mayCreate: false,
  map: { number: from('number') },
})

export const trade = [buyerToDebtor, purchaseToSale, debtorToBuyer]
