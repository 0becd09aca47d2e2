import type { EntityRef } from '../../mapping/index.ts'

/**
 * Record A here is record B there. Unique per company in both directions. Links are kept by `identityOf(entity)`: whoever
 * saves or looks up a link passes identities, so that two views of one record share its links.
 */
export interface Link {
  readonly company: string
  readonly source: EntityRef
  readonly sourceId: string
  readonly target: EntityRef
  readonly targetId: string
}

export interface Links {
  /** The partner of each record, whichever side it stands on; absent when not linked. */
  find(
    company: string,
    wanted: readonly { entity: EntityRef; id: string; partner: EntityRef }[],
  ): Promise<ReadonlyMap<string, string>>
  /** Links; the same link again is no error, another partner for either side throws `AlreadyLinked`. */
  save(links: readonly Link[]): Promise<void>
  remove(link: Link): Promise<void>
  /** Removes every link of these records. */
  removeOf(company: string, entity: EntityRef, ids: readonly string[]): Promise<void>
}

/** The key of a `find` answer. */
export function linkKey(wanted: { entity: EntityRef; id: string; partner: EntityRef }): string {
  const { entity, id, partner } = wanted
  return [entity.system, entity.name, id, partner.system, partner.name].join('|')
}

export class AlreadyLinked extends Error {
  override readonly name = 'AlreadyLinked'
  readonly link: Link
  readonly partner: string
  constructor(link: Link, partner: string) {
    super(`${link.target.name} ${link.targetId} is already linked to ${partner}`)
    this.link = link
    this.partner = partner
  }
}
