import { Decimal } from 'decimal.js'
import { isPosted } from '../../emulators/business-central/posting/index.ts'
import type { Row } from '../../emulators/business-central/tables.ts'
import { createRecord } from '../../support/sell.ts'
import type { Bookkeeper } from './bookkeeper.ts'
import { choose, type Deed } from './deed.ts'
import { text } from './said.ts'
import type { World } from './world.ts'

/** What Salesforce showed of a draft when somebody confirmed its posting. */
export interface Confirmed {
  /** BC_Invoice__c. */
  readonly shownBy: string
  /** The company and the id of the document. */
  readonly key: string
  readonly total: string
  readonly account: string
}

const money = (value: unknown): string => new Decimal(text(value) || 0).toFixed(2)

/** Somebody confirms the posting of a draft as he sees it. Returns the command; undefined when there is no draft. */
export function confirm(world: World, { pick }: Deed): string | undefined {
  const { records } = world.test.sandboxes.salesforce
  const drafts = records.all('BC_Invoice__c').filter((row) => row.BC_Status__c === 'Draft')
  const draft = choose(drafts, pick)
  if (!draft) return undefined
  const fields = { BC_Action__c: 'Post Invoice', BC_Invoice__c: draft.Id, BC_Confirmed__c: true }
  const command = createRecord(world.test.sandboxes, 'BC_Command__c', fields)
  world.confirmed.set(command, {
    shownBy: draft.Id,
    key: text(draft.BC_Key__c),
    total: money(draft.BC_Total__c),
    account: text(draft.BC_Account__c),
  })
  return command
}

interface Document {
  readonly books: Bookkeeper
  readonly row: Row
}

function documentOf({ offices }: World, { key }: Confirmed): Document | undefined {
  const [company, id = ''] = key.split(':')
  const books = offices.find((each) => each.company.id === company)
  const row = books?.company.table('salesInvoices').get(id) ?? books?.company.table('salesCreditMemos').get(id)
  return books && row && { books, row }
}

/** Whether that document, and no other, is posted under this number, over what was confirmed unless finance has posted it. */
export function isPostedAsConfirmed(world: World, command: string, message: string): boolean {
  const confirmed = world.confirmed.get(command)
  const document = confirmed && documentOf(world, confirmed)
  const [, how, number] = /^It (was posted|is posted already,) as (.+)\.$/.exec(message) ?? []
  if (!document || !isPosted(document.row) || document.row.number !== number) return false
  return how !== 'was posted' || money(document.row.totalAmountIncludingTax) === confirmed.total
}

type Reason = (world: World, confirmed: Confirmed) => boolean

/** Whether Salesforce still shows a draft below the account below which it was confirmed. */
function isBelowItsAccount({ test }: World, { shownBy, account }: Confirmed): boolean {
  const { records } = test.sandboxes.salesforce
  return text(records.get('BC_Invoice__c', shownBy)?.BC_Account__c) === account
}

/** Whether it is shown no more: Salesforce has emptied the field of the command that named it. */
const isShownNoMore = ({ test }: World, { shownBy }: Confirmed): boolean =>
  test.sandboxes.salesforce.records.get('BC_Invoice__c', shownBy) === undefined

/** Why a confirmed posting may be refused, with what then has to be so. */
const refusals: readonly (readonly [RegExp, Reason])[] = [
  [/^The draft is not there any more\. /, (world, confirmed) => documentOf(world, confirmed) === undefined],
  [
    /^The draft was changed after its posting was confirmed: /,
    (world, confirmed) => {
      const document = documentOf(world, confirmed)
      // What it was changed in may be gone with it.
      if (!document || !isBelowItsAccount(world, confirmed)) return true
      return document.books.edited.has(document.row.id)
    },
  ],
  // The bridge showed something in the same second: nobody knows what of it was seen.
  [/^The draft was changed in the very moment in which its posting was confirmed: /, () => true],
  [/^What was shown of the draft when its posting was confirmed is not on record\. /, () => true],
  [/^The command names no document\. /, isShownNoMore],
  [/^It is not linked to any document\. /, (world, confirmed) => !isBelowItsAccount(world, confirmed)],
  [/^You cannot post this type of document when Customer \S+ is blocked with type /, () => true],
  [/^You cannot return more than the \d+ units that you have shipped /, () => true],
]

/** Whether a posting was refused for a good reason. */
export function isRefusedRightly(world: World, command: string, message: string): boolean {
  const confirmed = world.confirmed.get(command)
  const because = refusals.find(([words]) => words.test(message))?.[1]
  return confirmed !== undefined && because?.(world, confirmed) === true
}
