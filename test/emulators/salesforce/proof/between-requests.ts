import type { SalesforceEmulator } from '../index.ts'
import type { Dice } from '../../kit/testing/dice.ts'
import type { Generated } from './request-world.ts'

/** What people do in the browser between the requests of programs: merge accounts, bring back what was deleted. */
export interface People {
  /** Notes what a request deleted, so that somebody can want it back. */
  saw(request: Generated, status: number): void
  /** Now and then somebody does something; whether it works is his business, the org must stay in order. */
  act(): void
  /** How often it worked. */
  readonly done: { readonly undeleted: number; readonly merged: number }
}

export function people(org: SalesforceEmulator, chance: Dice): People {
  const deleted: { object: string; id: string }[] = []
  const actor = { userId: org.context.session(org.accessToken)?.userId ?? '', api: 'soap', client: 'SfdcInternalAPI/' }
  const done = { undeleted: 0, merged: 0 }
  return {
    done,
    saw({ method, path }, status) {
      const [, object, id] = /\/sobjects\/(\w+)\/(\w{15,18})$/.exec(path) ?? []
      if (method === 'DELETE' && status === 204 && object !== undefined && id !== undefined)
        deleted.push({ object, id })
    },
    act() {
      if (chance.chance(0.02) && deleted.length > 0) {
        const { object, id } = chance.pick(deleted)
        if (org.dml.undelete(actor, object, id).success) done.undeleted++
      }
      if (!chance.chance(0.01)) return
      const object = chance.pick(['Account', 'Contact'])
      const ids = org.records.all(object).map((row) => row.Id)
      if (ids.length < 2) return
      const losers = Array.from({ length: 1 + chance.below(2) }, () => chance.pick(ids))
      if (org.dml.merge(actor, object, chance.pick(ids), losers).success) done.merged++
    },
  }
}
