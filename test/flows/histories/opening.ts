import { happen } from './happen.ts'
import { kinds, type MoneyMove } from './money-moves.ts'
import { doings, type Move } from './moves.ts'
import { countAnswers } from './requests.ts'
import type { World } from './world.ts'

type MoneyKind = MoneyMove['do']

/** Everything once, in an order in which each finds something to do: what is made comes before what is done to it. */
const order = `
  newContact newContact newOrder newOrder newDeal newDeal settle
  newVendor settle editVendorBoth look editVendor
  newPerson editAccount editContact editCustomer moveCustomer renumberCustomer editBoth
  reworkOrder addToOrder takeFromOrder cancelOrder activateAgain orderOfDeal look work
  order invoice post memo postMemo payOnAccount apply
  invoice editDraft post correct pay unapply cancel invoice discard ship payFully
  invoice post payOnAccount applyFromDocument payOnAccount refund refundOnAccount reverse wait jumbleEvents lookTwice together
  editPerson deletePerson deleteContact restoreContact loseDeal winDeal kill
  doubleNotifications deleteOrder cancelOrder deleteDraft deleteDeal restoreDeal delayNotifications loseNotifications
  tellOldNews regretSale trouble settle deleteAccount restart restoreAccount waitLong
  deleteAccount work sameAccount newAccount settle mergeAccounts deleteCustomer
  switchFlowOff narrowFilter newAccount editAccount newOrder editCustomer settle switchFlowsOn work widenFilters
  newOrder newOrder newOrder settle rejectOrder settle newOrder newOrder newOrder settle approveOrder settle
  invoiceSold invoiceSold invoiceSold settle reworkInvoiced settle cancelInvoiced settle
  invoice settle askToPost settle work blockCustomer`
  .trim()
  .split(/\s+/)

const isMoney = (what: string): what is MoneyKind => (kinds as readonly string[]).includes(what)

/** Picks among what there is: nearly every deed finds something in a few tries. */
const tries = 24

const moveOf = (what: string, index: number, attempt: number): Move => {
  const numbers = { pick: index + attempt, other: index + Math.floor(attempt / 2), amount: 1 + ((index + attempt) % 9) }
  if (!isMoney(what)) return { deed: { do: what, ...numbers } }
  const sale = { cents: 12_345 + index, quantities: [2, 1], discount: 25, days: 0, look: false }
  return {
    money: { do: what, office: Math.floor(attempt / 2), customer: Math.floor(attempt / 4), ...numbers, ...sale },
  }
}

/** Tries it until it finds something to do. */
async function once(world: World, what: string, index: number): Promise<void> {
  for (let attempt = 0; attempt < tries; attempt++) if (await happen(world, moveOf(what, index, attempt))) return
}

/** What lies in wait strikes when these are told, and done; a draft that was made for somebody else may be posted after all. */
const provocation = ['newContact', 'editAccount', 'editCustomer', 'invoice', 'settle', 'waitLong']

/** What counts when it strikes, or when the bridge has done it. */
const late = [
  'trouble',
  'doubleNotifications',
  'delayNotifications',
  'loseNotifications',
  'rejectOrder',
  'approveOrder',
  'askToPost',
]

/** Lets strike what still lies in wait, or was cleared away. */
async function provoke(world: World): Promise<void> {
  for (let attempt = 0; attempt < tries; attempt++) {
    countAnswers(world)
    const left = late.filter((what) => !world.done.has(what))
    if (left.length === 0) return
    for (const what of [...left, ...provocation]) await happen(world, moveOf(what, order.length, attempt))
  }
}

/** Lets everything happen once that may happen. */
export async function begin(world: World): Promise<void> {
  for (const [index, what] of order.entries()) await once(world, what, index)
  await provoke(world)
  // Nobody hears notifications after that, unless he subscribes anew.
  await once(world, 'leap', order.length)
}

/** What has never taken effect. */
export const neverDone = ({ done }: World): readonly string[] =>
  [...Object.keys(doings), ...kinds].filter((what) => !done.has(what))
