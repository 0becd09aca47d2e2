import { entitySets } from '../entities.ts'
import type { Dice } from '../../kit/testing/dice.ts'
import { documentSets, inCompany, tag, type Generated, type World } from './request.ts'

const actionNames = ['post', 'postAndSend', 'send', 'cancel', 'cancelAndSend', 'makeOrder', 'makeInvoice']
const moreActions = ['makeCorrectiveCreditMemo', 'shipAndInvoice', 'ShipAndInvoice', 'nothing', 'POST', '']

/** A bound action. */
export function act(world: World, dice: Dice): Generated {
  const set = dice.pick(documentSets)
  const offered = entitySets('v2.0').get(set)?.actions ?? []
  const action = dice.pick(offered.length > 0 && dice.chance(0.9) ? offered : [...actionNames, ...moreActions])
  return {
    method: dice.chance(0.97) ? 'POST' : 'GET',
    path: inCompany(world, `${set}(${world.rowOf(set)})/Microsoft.NAV.${action}`, dice),
    headers: dice.chance(0.2) ? tag(dice) : {},
  }
}
